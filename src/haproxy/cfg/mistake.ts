/** What HAProxy refuses in a line before it knows what the line is about. */
export type MistakeKind =
  | "unmatched-quote"
  | "unmatched-brace"
  | "variable-name"
  | "word-expansion"
  | "hexadecimal"
  | "too-many-words"
  | "empty-word"
  | "stray-nul"
  | "no-line-end"
  | "lone-condition"
  | "condition-after-else"
  | "condition-words"
  | "conditions-too-deep"
  | "condition-without-end"
  | "unknown-directive"
  | "out-of-section";

/** Columns count from 1. */
export interface Mistake {
  readonly kind: MistakeKind;
  readonly column: number;
}

/** More words than these are refused (MAX_LINE_ARGS, include/haproxy/defaults.h; the same from 1.4 on). */
export const MAX_WORDS = 64;
/** MAXNESTEDCONDS, include/haproxy/cfgcond-t.h: one less is the deepest. */
export const MAX_NESTED = 99;

const SAID: Readonly<Record<MistakeKind, string>> = {
  "unmatched-quote": "the quote that opens here is not closed on its line",
  "unmatched-brace": "the brace of this variable is not closed",
  "variable-name": "no variable's name begins so; a $ between double quotes that is none is written \\$",
  "word-expansion": "only [*] may follow a variable's name in braces",
  hexadecimal: "\\x needs two hexadecimal digits; a backslash itself is written \\\\",
  "too-many-words": `a line holds at most ${MAX_WORDS} words`,
  "empty-word": "an empty word ends its line",
  "stray-nul": "a NUL ends its line in the middle",
  "no-line-end": "the last line does not end: the file may have been cut off",
  "lone-condition": "there is no .if before it",
  "condition-after-else": "it stands behind .else",
  "condition-words": "it takes no words",
  "conditions-too-deep": `conditions are nested at most ${MAX_NESTED} deep`,
  "condition-without-end": "it has no .endif",
  "unknown-directive": "HAProxy knows no such directive",
  "out-of-section": "it stands before any section",
};

/** What is wrong, as one sentence without its full stop. */
export const describeMistake = ({ kind }: Mistake): string => SAID[kind];
