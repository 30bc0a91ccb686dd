import { Option } from "commander";
import type { Register } from "../shell.js";
import { collect } from "../shell.js";
import type { TuneFlags } from "../tune-environment.js";

export const register: Register = (program, run) => {
  program
    .command("tune")
    .description(
      "propose values with which every rule passes and a storm is served, each with its arithmetic",
    )
    .option("--env <name>", "environment to start from; need not be named where there is one")
    .option("--storm <name>", "a storm of the inventory (default: the one with the most work)")
    .option("--write <file>", "write the proposal as an inventory that extends the environment's")
    .option("--force", "let --write overwrite a file that tune did not write")
    .option("--runs <number>", "runs of the storm before and after (default: 20)")
    .option("--seed <number>", "seed of the random numbers (default: 1)")
    .option("--jobs <number>", "threads to use, if that is faster (default: one per CPU)")
    .option(
      "--set <path=value>",
      "override a value for this run, which tune then does not change (repeatable)",
      collect,
    )
    .option("--today <date>", "day to evaluate waivers for, as YYYY-MM-DD (default: today)")
    .addOption(
      new Option("--format <format>", "format of the report").choices(["text", "json"]).default("text"),
    )
    .action(
      run(async (shell, options: TuneFlags) => {
        const { tuneEnvironment } = await import("../tune-environment.js");
        return await tuneEnvironment(shell, options);
      }),
    );
};
