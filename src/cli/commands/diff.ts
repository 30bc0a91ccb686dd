import { resolve } from "node:path";
import { Option } from "commander";
import type { Side } from "../../diff/comparison.js";
import type { Register } from "../shell.js";
import { collect, EXIT } from "../shell.js";

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
    .argument("<a>", "the present side")
    .argument("<b>", "the proposed side")
    .addOption(
      new Option(
        "--format <format>",
        "text to read, patch for git apply (default: text on a terminal, else patch)",
      ).choices(FORMATS),
    )
    .option("--exit-code", "exit with 1 if they differ")
    .option("--set <path=value>", "override a value on both sides (repeatable)", collect)
    .option("--storm <name>", "with --format html: draw what this storm does before and after")
    .option("--today <date>", "day to evaluate waivers for, as YYYY-MM-DD (default: today)")
    .action(
      run(async (shell, a: string, b: string, options: Options) => {
        const format = options.format ?? (shell.interactive ? "text" : "patch");
        const { checkStorm } = await import("../check-options.js");
        checkStorm(options.storm, format);
        const printPatch = async (before: Side, after: Side) => {
          const { formatPatch } = await import("../../diff/text/patch.js");
          const patch = formatPatch(before.tree, after.tree);
          shell.emit(patch);
          return options.exitCode && patch !== "" ? EXIT.findings : EXIT.fine;
        };

        // Rendered folders need nothing of the project, which takes longer to load than a patch to make.
        const [pathA, pathB] = [resolve(shell.options.C, a), resolve(shell.options.C, b)];
        const { isFolder } = await import("../../disk/folders.js");
        const { readFolder } = await import("../rendered-folder.js");
        if (format === "patch" && isFolder(pathA) && isFolder(pathB))
          return printPatch(readFolder(a, pathA), readFolder(b, pathB));

        const { readOperand } = await import("../operand.js");
        const project = await shell.project();
        const before = readOperand(project, a, options.set ?? []);
        const after = readOperand(project, b, options.set ?? []);
        if (format === "patch") return printPatch(before, after);
        const { compareSides } = await import("../../diff/comparison.js");
        const { compareOptions, formatComparisons } = await import("../format-comparisons.js");
        const comparison = compareSides(b, before, after, compareOptions(shell, project, options.today));
        shell.print(await formatComparisons([comparison], format, shell, options.storm));
        return options.exitCode && comparison.patch !== "" ? EXIT.findings : EXIT.fine;
      }),
    );
};
