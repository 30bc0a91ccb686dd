import type { Mistake } from "./mistake.js";
import type { Syntax } from "./syntax.js";
import type { LineWords } from "./words.js";
import { isBlank, readWords } from "./words.js";

/** A line of a file, and all of it: `text` and `end` are what stands there. */
export interface CfgLine extends LineWords {
  /** Counts from 1. */
  readonly number: number;
  readonly text: string;
  /** Empty for a last line that does not end. A carriage return belongs to the text: HAProxy reads it as a blank. */
  readonly end: "\n" | "";
}

/** Any text as lines. */
export const readLines = (text: string, syntax: Syntax): readonly CfgLine[] => {
  const lines: CfgLine[] = [];
  for (let from = 0; from < text.length; ) {
    const at = text.indexOf("\n", from);
    const to = at < 0 ? text.length : at;
    lines.push(readLine(lines.length + 1, text.slice(from, to), at < 0 ? "" : "\n", syntax));
    from = to + 1;
  }
  return lines;
};

export const printLines = (lines: readonly CfgLine[]): string =>
  lines.map(({ text, end }) => text + end).join("");

const NO_WORDS: LineWords = { words: [] };

const readLine = (number: number, text: string, end: CfgLine["end"], syntax: Syntax): CfgLine => {
  const { words, comment, mistake } = syntax.scopes && opensScope(text) ? NO_WORDS : readWords(text, syntax);
  return { number, text, end, words, comment, mistake: mistake ?? cutOff(text, end, syntax) };
};

/** `[name]`: what follows is for a process of that name (src/cfgparse.c cfg_parse_scope). */
const opensScope = (text: string): boolean => {
  let at = 0;
  while (isBlank(text[at])) at++;
  return text[at] === "[";
};

const cutOff = (text: string, end: CfgLine["end"], { wholeLines }: Syntax): Mistake | undefined => {
  if (!wholeLines) return undefined;
  const nul = text.indexOf("\0");
  if (nul >= 0) return { kind: "stray-nul", column: nul + 1 };
  return end === "" ? { kind: "no-line-end", column: text.length + 1 } : undefined;
};
