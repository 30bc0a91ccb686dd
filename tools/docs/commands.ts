import type { Command, Option } from "commander";
import { makeProgram } from "../../src/cli/program.js";
import { cell, NOTE } from "./note.js";

/** Every command with its arguments and options, as the program itself has them. */
export const commandsPage = (): string => {
  const program = makeProgram(() => () => async () => undefined);
  return [
    NOTE,
    "# Commands",
    "",
    program.description(),
    "",
    "```",
    "mmconf [options] <command>",
    "```",
    "",
    "Exit codes: **0** fine, **1** findings at or above `--fail-on`, or differences, **2** could not do it",
    "(usage, an inventory that can't be read, a missing daemon, I/O). Results go to stdout, progress and",
    "diagnostics to stderr. `NO_COLOR` and pipes give plain text.",
    "",
    "## Options before every command",
    "",
    optionTable(program.options),
    ...program.commands.flatMap(commandSection),
  ].join("\n");
};

const commandSection = (command: Command): string[] => {
  const operands = command.registeredArguments.map((argument) => {
    const name = `${argument.name()}${argument.variadic ? "..." : ""}`;
    return argument.required ? `<${name}>` : `[${name}]`;
  });
  const about = command.registeredArguments
    .filter((argument) => argument.description)
    .map((argument) => `- \`${argument.name()}\`: ${argument.description}`);
  return [
    `## mmconf ${[command.name(), ...operands].join(" ")}`,
    "",
    `${sentence(command.description())}`,
    "",
    ...(about.length > 0 ? [...about, ""] : []),
    optionTable(command.options),
  ];
};

const optionTable = (options: readonly Option[]): string =>
  [
    "| option | what it does |",
    "|---|---|",
    ...options.map((option) => `| \`${cell(option.flags)}\` | ${cell(describe(option))} |`),
    "",
  ].join("\n");

const describe = (option: Option): string => {
  const choices = option.argChoices ? `: ${option.argChoices.join(", ")}` : "";
  const byDefault = typeof option.defaultValue === "string" ? ` (default: ${option.defaultValue})` : "";
  return `${option.description}${choices}${byDefault}`;
};

const sentence = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
