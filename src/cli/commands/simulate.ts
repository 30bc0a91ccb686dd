import { Option } from "commander";
import type { Register } from "../shell.js";
import { collect } from "../shell.js";
import type { SimulateFlags } from "../simulate-environments.js";

export const register: Register = (program, run) => {
  program
    .command("simulate")
    .description(
      "predict what a storm does to an environment: answers, 500, 503 and 504, waits, servers marked DOWN",
    )
    .option("--env <name>", "environment or glob (repeatable)", collect)
    .option("--storm <name>", "a storm of the inventory (default: the one with the most work)")
    .option("--compare <name>", "a second environment, given the same requests")
    .option("--runs <number>", "number of runs to average over (default: 20)")
    .option("--seed <number>", "seed of the random numbers (default: 1)")
    .option("--jobs <number>", "threads to use, if that is faster (default: one per CPU)")
    .option("--set <path=value>", "override a value for this run (repeatable)", collect)
    .option("--sweep <path=a..b:step>", "simulate with each of these values in turn")
    .option("--shard <i/n>", "do the i-th of n parts of the runs, and print the result for --merge")
    .option("--merge <file...>", "combine the parts of a simulation")
    .addOption(
      new Option("--format <format>", "format of the report")
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
