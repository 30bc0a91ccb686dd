import { SERVER } from "../keywords/server.js";
import type { Section, Statement } from "./sections.js";
import { valueEnd } from "./server-parameters.js";
import type { Word } from "./words.js";

export interface Parameter {
  readonly name: Word;
  readonly values: readonly Word[];
}

/** `server`, `server-template` (whose name is the prefix) and `default-server` (which has neither name nor address). */
export interface ServerLine {
  readonly kind: "server" | "server-template" | "default-server";
  readonly statement: Statement;
  readonly name: Word | undefined;
  readonly address: Word | undefined;
  readonly parameters: readonly Parameter[];
}

export const serverLine = (statement: Statement): ServerLine | undefined => {
  const { words } = statement;
  const kind = words[0].text;
  switch (kind) {
    case "server":
      return { kind, statement, name: words[1], address: words[2], parameters: parametersIn(words, 3) };
    case "server-template":
      return { kind, statement, name: words[1], address: words[3], parameters: parametersIn(words, 4) };
    case "default-server":
      return { kind, statement, name: undefined, address: undefined, parameters: parametersIn(words, 1) };
    default:
      return undefined;
  }
};

const parametersIn = (words: readonly Word[], first: number): readonly Parameter[] => {
  const found: Parameter[] = [];
  for (let at = first; ; ) {
    const name = words[at];
    if (!name) return found;
    const end = valueEnd(words, at);
    found.push({ name, values: words.slice(at + 1, end) });
    at = end;
  }
};

export const serverLines = ({ statements }: Section): readonly ServerLine[] =>
  statements.flatMap((statement) => serverLine(statement) ?? []);

/** A parameter as HAProxy has it: the last one on the line. */
export const parameter = ({ parameters }: ServerLine, name: string): Parameter | undefined =>
  parameters.findLast((each) => each.name.text === name);

/** The value of a parameter that the keyword table knows; undefined where it is not set, or cannot be read. */
export const knownValue = (line: ServerLine, name: keyof typeof SERVER): unknown => {
  const found = parameter(line, name);
  return found && SERVER[name].type.read(found.values.map(({ text }) => text));
};
