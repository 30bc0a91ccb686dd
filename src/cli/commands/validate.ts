import { Option } from "commander";
import { SEVERITIES } from "../../rules/finding.js";
import { REPORT_FORMATS } from "../report-formats.js";
import type { Register } from "../shell.js";
import { collect } from "../shell.js";
import type { ValidateFlags } from "../validate-environments.js";

export const register: Register = (program, run) => {
  program
    .command("validate")
    .description("evaluate every rule on environments")
    .argument("[files...]", "inventory files; without files and --env, every environment")
    .option("--env <name>", "environment or glob (repeatable)", collect)
    .option("--set <path=value>", "override a value for this run (repeatable)", collect)
    .option("--only <slug>", "run this rule only (repeatable)", collect)
    .addOption(
      new Option("--format <format>", "format of the report").choices(REPORT_FORMATS).default("text"),
    )
    .addOption(
      new Option("--fail-on <severity>", "lowest severity that exits with 1")
        .choices(SEVERITIES)
        .default("error"),
    )
    .option("--watch", "validate again after every change to an inventory or a template")
    .option("--today <date>", "day to evaluate waivers for, as YYYY-MM-DD (default: today)")
    .action(
      run(async (shell, files: string[], options: ValidateFlags) => {
        const { validateEnvironments } = await import("../validate-environments.js");
        if (!options.watch) return validateEnvironments(shell, files, options);
        const { keepDoing } = await import("../watch.js");
        return keepDoing(shell, () => validateEnvironments(shell, files, options));
      }),
    );
};
