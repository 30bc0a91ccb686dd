import type { Place } from "../../yaml/place.js";
import type { SectionKind } from "../sections.js";
import { sectionOpenedBy } from "../sections.js";
import type { HaproxyVersion } from "../version.js";
import type { BranchedLine } from "./conditions.js";
import { readBranches } from "./conditions.js";
import type { CfgLine } from "./line.js";
import { readLines } from "./line.js";
import type { Mistake } from "./mistake.js";
import { syntaxOf } from "./syntax.js";
import type { Word } from "./word.js";

/** A file's text, by the name under which HAProxy was given it. */
export interface NamedText {
  readonly name: string;
  readonly text: string;
}

export interface CfgFile {
  readonly name: string;
  readonly lines: readonly CfgLine[];
}

/** A line with words, in a section. */
export interface SectionLine extends CfgLine {
  readonly file: string;
  /** Conditions decide whether it is in this section. */
  readonly sometimes: boolean;
}

export interface Section {
  readonly kind: SectionKind;
  /** The line that opens it. */
  readonly head: SectionLine;
  readonly lines: readonly SectionLine[];
}

export interface CfgMistake extends Mistake {
  readonly file: string;
  readonly line: number;
}

/** All files of one HAProxy, as `haproxy -f a -f b` reads them. */
export interface Configuration {
  readonly version: HaproxyVersion;
  readonly files: readonly CfgFile[];
  readonly sections: readonly Section[];
  /** In the order of the files, and of the lines in them. */
  readonly mistakes: readonly CfgMistake[];
}

export const readConfiguration = (texts: readonly NamedText[], version: HaproxyVersion): Configuration => {
  const syntax = syntaxOf(version);
  const files = texts.map(({ name, text }) => ({ name, lines: readLines(text, syntax) }));
  const parts = files.map(({ name, lines }) =>
    readSections(
      name,
      syntax.dotDirectives ? readBranches(lines) : lines.map((line) => ({ line, branch: 0 })),
    ),
  );
  return {
    version,
    files,
    sections: parts.flatMap(({ sections }) => sections),
    mistakes: parts.flatMap(({ mistakes }) => mistakes),
  };
};

/** Where a word stands. */
export const placeOf = ({ file, number }: SectionLine, { column, endColumn }: Word): Place => ({
  file,
  line: number,
  column,
  endColumn,
});

/** Field by field: a spread takes five times as long, and there may be 100,000 lines. */
const inSection = (
  { number, text, end, words, comment, mistake }: CfgLine,
  file: string,
  sometimes: boolean,
): SectionLine => ({ number, text, end, words, comment, mistake, file, sometimes });

/** A section ends with its file. */
const readSections = (file: string, lines: readonly BranchedLine[]) => {
  const sections: (Section & { readonly lines: SectionLine[] })[] = [];
  const mistakes: CfgMistake[] = [];
  let headBranch = 0;
  for (const { line, branch, mistake = line.mistake } of lines) {
    if (mistake !== undefined) mistakes.push({ ...mistake, file, line: line.number });
    const [first] = line.words;
    // An empty word ends its line.
    if (first === undefined || first.text === "" || first.text.startsWith(".")) continue;
    const kind = sectionOpenedBy(first.text);
    const section = sections.at(-1);
    if (kind !== undefined) {
      sections.push({ kind, head: inSection(line, file, branch !== 0), lines: [] });
      headBranch = branch;
    } else if (section !== undefined) {
      section.lines.push(inSection(line, file, branch !== headBranch));
    } else if (branch === 0 && mistake === undefined) {
      mistakes.push({ kind: "out-of-section", column: first.column, file, line: line.number });
    }
  }
  return { sections, mistakes: mistakes.sort((a, b) => a.line - b.line || a.column - b.column) };
};
