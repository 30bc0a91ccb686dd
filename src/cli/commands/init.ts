import type { Register } from "../shell.js";
import { collect, EXIT } from "../shell.js";

export const register: Register = (program, run) => {
  program
    .command("init")
    .description(
      "start a project: an inventory that renders and validates, pre-commit hooks, an editor schema",
    )
    .argument("[dir]", "its folder", ".")
    .option("--set <path=value>", "accepted, but ignored: a new project has no inventory yet", collect)
    .action(
      run(async (shell, dir: string) => {
        const { initProject } = await import("../../project/init.js");
        const written = initProject(shell.options.C, dir);
        for (const file of written) shell.say(`wrote ${file}`);
        const there = dir === "." ? "" : `cd ${dir} && `;
        shell.say(`\nnext: ${there}mmconf validate && mmconf render --env prod`);
        return EXIT.fine;
      }),
    );
};
