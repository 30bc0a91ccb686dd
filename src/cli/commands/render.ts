import type { RenderFlags } from "../render-environments.js";
import type { Register } from "../shell.js";
import { collect } from "../shell.js";

export const register: Register = (program, run) => {
  program
    .command("render")
    .description("validate environments, then write their files to out/")
    .option("--env <name>", "environment or glob (repeatable)", collect)
    .option("--all", "every environment")
    .option("--check", "write nothing; exit with 1 if out/ is out of date")
    .option("--stdout [path]", "print the files, or the one at this path, and write nothing")
    .option("--annotate", "write a comment before each line that says where it came from")
    .option("--set <path=value>", "override a value for this run (repeatable)", collect)
    .option("--watch", "render again after every change to an inventory or a template")
    .option("--today <date>", "day to evaluate waivers for, as YYYY-MM-DD (default: today)")
    .action(
      run(async (shell, options: RenderFlags) => {
        const { renderEnvironments } = await import("../render-environments.js");
        if (!options.watch) return renderEnvironments(shell, options);
        const { keepDoing } = await import("../watch.js");
        return keepDoing(shell, () => renderEnvironments(shell, options));
      }),
    );
};
