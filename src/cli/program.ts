import type { OutputConfiguration } from "commander";
import { Command, Option } from "commander";
import { VERSION } from "../text/version.js";
import { commands } from "./commands.js";
import type { Register, RunAction } from "./shell.js";

interface ProgramOptions {
  /** Default: every command. A run that begins with a command's name needs that one only, and starts sooner without the others. */
  readonly registers?: Iterable<Register> | undefined;
  /** Takes what is said of usage. */
  readonly output?: OutputConfiguration;
}

/** The command line; `runIn` gives each command's action its shell. */
export const makeProgram = (
  runIn: (program: Command) => RunAction,
  { registers = commands.values(), output = {} }: ProgramOptions = {},
): Command => {
  const program = new Command("mmconf")
    .configureOutput(output)
    .description(
      "Renders, validates and reviews the configuration of an HAProxy and Apache/mod_wsgi web tier.",
    )
    .version(VERSION, "-V, --version", "print the version")
    .option("-C <dir>", "the project's folder; all other paths are relative to it", ".")
    .option("--inventories <dir>", "folder of the inventories (default: inventories)")
    .option("--out <dir>", "folder to render to (default: out)")
    .option("--templates <dir>", "folder of the project's own templates (default: templates)")
    .addOption(
      new Option("--color <when>", "when to use colours")
        .choices(["auto", "always", "never"])
        .default("auto"),
    )
    .option("--quiet", "print results and errors only")
    .helpCommand(false)
    .showSuggestionAfterError(true)
    .configureHelp({ showGlobalOptions: false })
    .addHelpText(
      "after",
      "\nExit codes: 0 fine; 1 findings at or above --fail-on, or differences; 2 failure (usage, unreadable or invalid inventory, missing daemon, I/O).",
    )
    .exitOverride();

  for (const register of registers) register(program, runIn(program));
  for (const command of program.commands)
    command.exitOverride().showHelpAfterError(`(mmconf ${command.name()} --help lists its options)`);

  return program;
};
