import { CommanderError } from "commander";
import { Failure, reasonOf, usedUp } from "../text/failure.js";
import { commands } from "./commands.js";
import { makeProgram } from "./program.js";
import type { ExitCode, GlobalOptions } from "./shell.js";
import { EXIT } from "./shell.js";
import { plain, terminalShell, writeAll } from "./terminal.js";

let code: ExitCode | undefined;

/** A completion script knows all commands. */
const named = process.argv[2] === "completion" ? undefined : commands.get(process.argv[2] ?? "");

const program = makeProgram(
  (program) =>
    (action) =>
    async (...args) => {
      code = await action(terminalShell(program.opts<GlobalOptions>()), ...args);
    },
  {
    registers: named && [named],
    output: { writeOut: (text) => writeAll(1, text), writeErr: (text) => writeAll(2, plain(text)) },
  },
);

const exitCodeOf = (error: unknown): ExitCode => {
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.fine : EXIT.failure;
  const shell = terminalShell(program.opts<GlobalOptions>());
  const lacking = usedUp(error);
  if (error instanceof Failure) {
    shell.fail(error);
  } else if (lacking !== undefined) {
    shell.fail(new Failure(`out of system resources: ${lacking}`));
  } else {
    // A bug of ours: the message without its stack, unless asked for.
    const said = error instanceof Error ? error.message : String(error);
    shell.warn(`mmconf: this is a bug in mmconf: ${said}\n(MMCONF_DEBUG=1 prints the stack)`);
    if (process.env.MMCONF_DEBUG && error instanceof Error) shell.warn(error.stack ?? "");
  }
  return EXIT.failure;
};

// Node ends where nothing is left to wait for, though an await of the project's own code has not.
process.once("exit", () => {
  if (code !== undefined) return;
  writeAll(2, "mmconf: mmconf.config.mjs never finishes loading: check its top-level await\n");
  process.exitCode = EXIT.failure;
});

/** Every path counts from it, and node's own message names a call. */
const checkFolder = (): void => {
  try {
    process.cwd();
  } catch (error) {
    throw new Failure(`can't use the current folder: ${reasonOf(error)}; change to another`);
  }
};

const run = async (): Promise<void> => {
  try {
    checkFolder();
    if (process.argv.length <= 2) {
      program.outputHelp();
      code = EXIT.failure;
    } else {
      await program.parseAsync();
      code ??= EXIT.fine;
    }
  } catch (error) {
    code = exitCodeOf(error);
  }
  // A timer that the project's own code has left running would keep the process.
  process.exit(code);
};

void run();
