import { Argument } from "commander";
import type { Register } from "../shell.js";
import { collect, EXIT } from "../shell.js";

export const register: Register = (program, run) => {
  program
    .command("completion")
    .description("print a completion script: source <(mmconf completion bash)")
    .addArgument(new Argument("<shell>").choices(["bash", "zsh", "fish", "environments"]))
    .option(
      "--set <path=value>",
      "accepted, but ignored: completion does not depend on an inventory",
      collect,
    )
    .action(
      run(async (shell, kind: "bash" | "zsh" | "fish" | "environments") => {
        if (kind === "environments") {
          // Asked at every press of the tab key, wherever that is: no code of the project runs for it.
          const { environments, findProject } = await import("../../project/project.js");
          const { C: dir, inventories } = shell.options;
          shell.emit(
            environments(findProject({ dir, inventories }))
              .map((name) => `${name}\n`)
              .join(""),
          );
          return EXIT.fine;
        }
        const { completionScript } = await import("../completion-script.js");
        shell.emit(completionScript(kind, program));
        return EXIT.fine;
      }),
    );
};
