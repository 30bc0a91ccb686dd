import { haproxyWord } from "../word.js";
import type { Cfg, CfgLine } from "./read.js";
import type { Section } from "./sections.js";
import type { Parameter, ServerLine } from "./server-line.js";
import type { KeywordWords } from "./settings.js";
import { settings, valuesOf } from "./settings.js";
import type { Word } from "./words.js";

/** Takes what a line has from `column` up to `endColumn`, and puts `text` in its place. */
export interface Edit {
  readonly line: number;
  readonly column: number;
  readonly endColumn: number;
  readonly text: string;
}

/** The text with edits that do not overlap. */
export const edited = ({ lines }: Cfg, edits: readonly Edit[]): string => {
  const written = lines.map(({ text }) => text);
  // From the right: what is left of an edit keeps its columns.
  for (const edit of edits.toSorted((one, other) => other.column - one.column))
    written[edit.line - 1] = replaced(written[edit.line - 1] ?? "", edit);
  return lines.map(({ end }, index) => `${written[index]}${end}`).join("");
};

const replaced = (line: string, { column, endColumn, text }: Edit): string =>
  line.slice(0, column - 1) + text + line.slice(endColumn - 1);

/** Gives a parameter of a server line these values, of which a flag has none; `undefined` takes it away. */
export const setParameter = (
  server: ServerLine,
  name: string,
  values: readonly string[] | undefined,
): readonly Edit[] => {
  const set = server.parameters.filter((each) => each.name.text === name);
  const last = set.at(-1);
  if (values === undefined) return set.map((each) => removed(server.statement.line, each));
  if (last) return words(last.values, last.name, values);
  return [behind(lastOf(server), ["", name, ...values].map(haproxyWord).join(" "))];
};

const lastOf = ({ statement: { words } }: ServerLine): Word => words.at(-1) ?? words[0];

const removed = ({ text, number }: CfgLine, { name, values }: Parameter): Edit => {
  let column = name.column;
  while (/[ \t\v\f]/.test(text.charAt(column - 2))) column--;
  return { line: number, column, endColumn: (values.at(-1) ?? name).endColumn, text: "" };
};

/** Sets a keyword where the section has it, or in a line of its own below the section's header. */
export const setKeyword = (
  section: Section,
  keyword: KeywordWords,
  values: readonly string[],
): readonly Edit[] => {
  const { header } = section;
  const set = settings(section, keyword).findLast(({ line }) => line.branch === header.line.branch);
  if (!set) return [below(section, [...keyword, ...values])];
  const [first] = set.words;
  const { number: line, words: written } = set.line;
  const modifier = set.modifier && written[0];
  return [
    ...(modifier ? [{ line, column: modifier.column, endColumn: first.column, text: "" }] : []),
    ...words(valuesOf(set, keyword), set.words[keyword.length - 1] ?? first, values),
  ];
};

/** Other words in the place of those that stand behind `name`. */
const words = (present: readonly Word[], name: Word, wanted: readonly string[]): readonly Edit[] => {
  if (present.length === wanted.length)
    return present.flatMap(({ line, column, endColumn, text, variables }, index) => {
      const value = wanted[index] ?? "";
      return text === value && variables === "none"
        ? []
        : [{ line, column, endColumn, text: haproxyWord(value) }];
    });
  const written = wanted.map((value) => ` ${haproxyWord(value)}`).join("");
  const { endColumn } = present.at(-1) ?? name;
  return [{ line: name.line, column: name.endColumn, endColumn, text: written }];
};

const behind = ({ line, endColumn }: Word, text: string): Edit => ({
  line,
  column: endColumn,
  endColumn,
  text,
});

/** Indented like the section's first line, with the line ends of its header. */
const below = ({ header: { line }, statements }: Section, written: readonly string[]): Edit => {
  const indent = /^[ \t]*/.exec(statements[0]?.line.text ?? "    ")?.[0] ?? "";
  const text = indent + written.map(haproxyWord).join(" ");
  const { length } = line.text;
  const column = line.text.endsWith("\r") ? length : length + 1;
  return { line: line.number, column, endColumn: column, text: `${column === length ? "\r" : ""}\n${text}` };
};
