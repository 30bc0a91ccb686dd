import { Option } from "commander";
import type { ReviewFlags } from "../review-environments.js";
import type { Register } from "../shell.js";
import { collect } from "../shell.js";

const FORMATS = ["markdown", "html", "text", "json"] as const;

export const register: Register = (program, run) => {
  program
    .command("review")
    .description(
      "what a pull request needs: every environment touched since a commit, with what the change does",
    )
    .requiredOption("--base <ref>", "branch, tag or commit to compare with; the merge base with it is taken")
    .option("--env <name>", "environment or glob (repeatable); without, every one that was touched", collect)
    .addOption(new Option("--format <format>", "form of the review").choices(FORMATS).default("markdown"))
    .option("-o, --output <file>", "write it to a file")
    .option("--set <path=value>", "override a value on both sides (repeatable)", collect)
    .option("--storm <name>", "with --format html: draw what this storm does before and after")
    .option("--today <date>", "day on which waivers are looked at, as YYYY-MM-DD (default: today)")
    .action(
      run(async (shell, options: ReviewFlags) => {
        const { reviewEnvironments } = await import("../review-environments.js");
        return reviewEnvironments(shell, options);
      }),
    );
};
