import { CommanderError } from "commander";
import { Failure } from "../project/failure.js";
import { commands } from "./commands.js";
import { makeProgram } from "./program.js";
import type { ExitCode, GlobalOptions } from "./shell.js";
import { EXIT } from "./shell.js";
import { terminalShell } from "./terminal.js";

/** A completion script tells of all commands. */
const named = process.argv[2] === "completion" ? undefined : commands.get(process.argv[2] ?? "");

const program = makeProgram(
  (program) =>
    (action) =>
    async (...args) => {
      process.exitCode = await action(terminalShell(program.opts<GlobalOptions>()), ...args);
    },
  named && [named],
);

const exitCodeOf = (error: unknown): ExitCode => {
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.fine : EXIT.failure;
  const shell = terminalShell(program.opts<GlobalOptions>());
  if (error instanceof Failure) {
    shell.warn(`mmconf: ${error.message}`);
  } else {
    // A defect of ours: the message without its stack, unless asked for.
    const said = error instanceof Error ? error.message : String(error);
    shell.warn(`mmconf: this is a defect in mmconf: ${said}\n(MMCONF_DEBUG=1 prints where)`);
    if (process.env.MMCONF_DEBUG && error instanceof Error) shell.warn(error.stack ?? "");
  }
  return EXIT.failure;
};

const run = async (): Promise<void> => {
  try {
    if (process.argv.length <= 2) {
      program.outputHelp();
      process.exitCode = EXIT.failure;
    } else {
      await program.parseAsync();
    }
  } catch (error) {
    process.exitCode = exitCodeOf(error);
  }
};

void run();
