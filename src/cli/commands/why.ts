import type { Register } from "../shell.js";
import { collect } from "../shell.js";

export const register: Register = (program, run) => {
  program
    .command("why")
    .description("show which inventory line, default or template a line of output comes from")
    .argument("<outfile:line>", "a file under out/ and the number of its line")
    .option("--env <name>", "the environment, if the path does not begin with out/ENVIRONMENT")
    .option("--set <path=value>", "override a value for this run (repeatable)", collect)
    .action(
      run(
        async (
          shell,
          target: string,
          options: { readonly env?: string; readonly set?: readonly string[] },
        ) => {
          const { explainLine } = await import("../explain-line.js");
          return explainLine(shell, target, options);
        },
      ),
    );
};
