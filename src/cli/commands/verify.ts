import type { Register } from "../shell.js";
import { collect } from "../shell.js";
import type { VerifyFlags } from "../verify-environments.js";

export const register: Register = (program, run) => {
  program
    .command("verify")
    .description("render to a temporary folder, and verify the files with the real daemons")
    .option("--env <name>", "environment or glob (repeatable)", collect)
    .option("--require", "exit with 2 if a daemon is not installed")
    .option("--set <path=value>", "override a value for this run (repeatable)", collect)
    .action(
      run(async (shell, options: VerifyFlags) => {
        const { verifyEnvironments } = await import("../verify-environments.js");
        return verifyEnvironments(shell, options);
      }),
    );
};
