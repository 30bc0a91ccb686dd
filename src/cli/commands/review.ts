import { Option } from "commander";
import type { ReviewFlags } from "../review-environments.js";
import type { Register } from "../shell.js";
import { collect } from "../shell.js";

const FORMATS = ["markdown", "html", "text", "json"] as const;

export const register: Register = (program, run) => {
  program
    .command("review")
    .description(
      "review a pull request: every environment affected since a commit, and what the change does to it",
    )
    .requiredOption("--base <ref>", "branch, tag or commit to compare with (from its merge base with HEAD)")
    .option("--env <name>", "environment or glob (repeatable; default: every affected one)", collect)
    .addOption(new Option("--format <format>", "format of the review").choices(FORMATS).default("markdown"))
    .option("-o, --output <file>", "write the review to a file")
    .option("--set <path=value>", "override a value on both sides (repeatable)", collect)
    .option("--storm <name>", "with --format html: draw what this storm does before and after")
    .option("--today <date>", "day to evaluate waivers for, as YYYY-MM-DD (default: today)")
    .action(
      run(async (shell, options: ReviewFlags) => {
        const { reviewEnvironments } = await import("../review-environments.js");
        return reviewEnvironments(shell, options);
      }),
    );
};
