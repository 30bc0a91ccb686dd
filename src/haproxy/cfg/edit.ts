import { haproxyWord } from "../word.js";
import type { CfgFile, Section, SectionLine } from "./configuration.js";
import { printLines } from "./line.js";
import type { ServerLine } from "./servers.js";
import type { Setting } from "./setting.js";
import { settingsOf } from "./setting.js";
import type { Word } from "./word.js";

/** Text that takes the place of a part of one line. Columns count from 1, `endColumn` is exclusive. */
export interface Edit {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly endColumn: number;
  readonly text: string;
}

/** A file's text with the edits that are for it, which do not overlap; all else is the same bytes. */
export const applyEdits = ({ name, lines }: CfgFile, edits: readonly Edit[]): string => {
  const byLine = new Map<number, Edit[]>();
  for (const edit of edits) {
    if (edit.file !== name) continue;
    const beside = byLine.get(edit.line);
    if (beside === undefined) byLine.set(edit.line, [edit]);
    else beside.push(edit);
  }
  return printLines(
    lines.map((line) => {
      const own = byLine.get(line.number);
      return own === undefined ? line : { ...line, text: edited(line.text, own) };
    }),
  );
};

const edited = (text: string, edits: readonly Edit[]): string =>
  // From the end of the line to its begin, those of one column in the order in which they came.
  edits
    .toSorted((a, b) => a.column - b.column)
    .reduceRight(
      (now, edit) => now.slice(0, edit.column - 1) + edit.text + now.slice(edit.endColumn - 1),
      text,
    );

/** Gives a server line a parameter, or another value of one that it has. Without a value it stands alone. */
export const setParameter = (server: ServerLine, name: string, value?: string): Edit => {
  const { line } = server.setting;
  const there = server.parameters.findLast((parameter) => parameter.name.text === name);
  if (there === undefined) return behind(line, [name, ...(value === undefined ? [] : [value])]);
  if (there.value !== undefined && value !== undefined) return instead(line, there.value, [value]);
  return instead(line, there.name, [name, ...(value === undefined ? [] : [value])]);
};

/**
 * Sets a keyword whose last line counts, such as `timeout server`. Only lines that are in force whatever conditions say
 * are changed; a new one goes behind the last such line of its kind, or of the section.
 */
export const setLine = (section: Section, name: string, words: readonly string[]): Edit => {
  const settings = settingsOf(section).filter(({ line }) => !line.sometimes);
  const there = settings.findLast((setting) => setting.name === name && setting.modifier === undefined);
  const [first, last] = [there?.words[0], there?.words.at(-1)];
  if (there !== undefined && first !== undefined && last !== undefined)
    return instead(there.line, { ...first, endColumn: last.endColumn }, words);
  if (there !== undefined) return behind(there.line, words);
  const [kind] = name.split(" ");
  const alike = settings.findLast((setting) => setting.keyword[0]?.text === kind) ?? settings.at(-1);
  return newLine(section, alike, [...name.split(" "), ...words]);
};

const spelled = (words: readonly string[]): string => words.map(haproxyWord).join(" ");

const instead = (
  { file, number }: SectionLine,
  { column, endColumn }: Pick<Word, "column" | "endColumn">,
  words: readonly string[],
): Edit => ({ file, line: number, column, endColumn, text: spelled(words) });

/** Behind the last word of a line, before its comment. */
const behind = (line: SectionLine, words: readonly string[]): Edit => {
  const column = line.words.at(-1)?.endColumn ?? 1;
  return { file: line.file, line: line.number, column, endColumn: column, text: ` ${spelled(words)}` };
};

/** A line of its own behind one that stands there, indented as that is. */
const newLine = ({ head, lines }: Section, above: Setting | undefined, words: readonly string[]): Edit => {
  const line = above?.line ?? head;
  const [model = line] = above === undefined ? lines : [line];
  const own = model === head ? "    " : (/^[ \t]*/.exec(model.text)?.[0] ?? "");
  const [carriage] = /\r?$/.exec(line.text) ?? [""];
  const column = line.text.length + 1 - carriage.length;
  return {
    file: line.file,
    line: line.number,
    column,
    endColumn: column,
    text: `${carriage}\n${own}${spelled(words)}`,
  };
};
