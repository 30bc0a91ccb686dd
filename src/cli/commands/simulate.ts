import { Option } from "commander";
import type { Register } from "../shell.js";
import { collect } from "../shell.js";
import type { SimulateFlags } from "../simulate-environments.js";

export const register: Register = (program, run) => {
  program
    .command("simulate")
    .description(
      "predict what a storm does to an environment: answers, 503 and 504, waits, servers called DOWN",
    )
    .option("--env <name>", "environment or glob (repeatable)", collect)
    .option("--storm <name>", "a storm of the inventory (default: the one with the most work)")
    .option("--compare <name>", "a second environment, given the same requests")
    .option("--runs <number>", "runs to take the mean of (default: 20)")
    .option("--seed <number>", "the random numbers to draw (default: 1)")
    .option("--jobs <number>", "threads to simulate with, where that is faster (default: one for each CPU)")
    .option("--set <path=value>", "override a value for this run (repeatable)", collect)
    .option("--sweep <path=a..b:step>", "simulate with each of these values in turn")
    .option("--shard <i/n>", "do the i-th of n parts of the runs, and print it for --merge")
    .option("--merge <file...>", "put the parts of a simulation together")
    .addOption(
      new Option("--format <format>", "form of the report")
        .choices(["text", "json", "csv", "html"])
        .default("text"),
    )
    .action(
      run(async (shell, options: SimulateFlags) => {
        const { simulateEnvironments } = await import("../simulate-environments.js");
        return await simulateEnvironments(shell, options);
      }),
    );
};
