import { Option } from "commander";
import type { Register } from "./shell.js";
import { collect, EXIT } from "./shell.js";

const FORMATS = ["text", "patch", "json", "markdown", "html"] as const;

interface Options {
  readonly format?: (typeof FORMATS)[number];
  readonly exitCode?: boolean;
  readonly set?: readonly string[];
  readonly today?: string;
  readonly storm?: string;
}

export const register: Register = (program, run) => {
  program
    .command("diff")
    .description(
      "compare what two sides render: an environment, an inventory file, a rendered folder, or GITREF:ENVIRONMENT",
    )
    .argument("<a>", "what it is now")
    .argument("<b>", "what it would be")
    .addOption(
      new Option(
        "--format <format>",
        "text for people, patch for git apply (default: text on a terminal, else patch)",
      ).choices(FORMATS),
    )
    .option("--exit-code", "exit with 1 where they differ")
    .option("--set <path=value>", "override a value on both sides (repeatable)", collect)
    .option("--storm <name>", "with --format html: draw what this storm does before and after")
    .option("--today <date>", "day on which waivers are looked at, as YYYY-MM-DD (default: today)")
    .action(
      run(async (shell, a: string, b: string, options: Options) => {
        const { readOperand } = await import("./operand.js");
        const { checkStorm } = await import("./check-options.js");
        const project = await shell.project();
        const before = readOperand(project, a, options.set ?? []);
        const after = readOperand(project, b, options.set ?? []);
        const format = options.format ?? (shell.interactive ? "text" : "patch");
        checkStorm(options.storm, format);
        if (format === "patch") {
          const { formatPatch } = await import("../diff/patch.js");
          const patch = formatPatch(before.tree, after.tree);
          shell.print(patch);
          return options.exitCode && patch !== "" ? EXIT.findings : EXIT.fine;
        }
        const { compareSides } = await import("../diff/comparison.js");
        const { compareOptions, formatComparisons } = await import("./format-comparisons.js");
        const comparison = compareSides(b, before, after, compareOptions(shell, project, options.today));
        shell.print(await formatComparisons([comparison], format, shell, options.storm));
        return options.exitCode && comparison.patch !== "" ? EXIT.findings : EXIT.fine;
      }),
    );
};
