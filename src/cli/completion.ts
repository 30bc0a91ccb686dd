import { Argument } from "commander";
import type { Register } from "./shell.js";
import { collect, EXIT } from "./shell.js";

export const register: Register = (program, run) => {
  program
    .command("completion")
    .description("print a completion script: source <(mmconf completion bash)")
    .addArgument(new Argument("<shell>").choices(["bash", "zsh", "fish", "environments"]))
    .option("--set <path=value>", "taken for uniformity; completion does not depend on an inventory", collect)
    .action(
      run(async (shell, kind: "bash" | "zsh" | "fish" | "environments") => {
        if (kind === "environments") {
          const { environments } = await import("../project/project.js");
          shell.print(
            environments(await shell.project())
              .map((name) => `${name}\n`)
              .join(""),
          );
          return EXIT.fine;
        }
        const { completionScript } = await import("./completion-script.js");
        shell.print(completionScript(kind, program));
        return EXIT.fine;
      }),
    );
};
