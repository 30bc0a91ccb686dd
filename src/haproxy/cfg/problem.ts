/** What HAProxy refuses of a line, by the name of the error (src/tools.c parse_line, src/cfgparse.c parse_cfg). */
export const PROBLEMS = {
  quote: "a quote is opened and not closed on this line",
  brace: "${ is not closed by a brace",
  "variable-name": "no variable's name can begin with this character",
  hexadecimal: "\\x is not followed by two hexadecimal digits",
  "word-expansion": "only [*] can stand between a variable's name and its closing brace",
  "too-many-words": "HAProxy takes 64 words on a line at most",
  nul: "HAProxy refuses a NUL character",
  "last-line": "the last line has no line feed: HAProxy takes the file for truncated from 2.3 on",
  "out-of-section": "this line stands before the first section",
  "lone-condition": "there is no .if before it",
  "condition-after-else": "it stands behind the .else of the same .if",
  "condition-arguments": "nothing can follow it on its line",
  "condition-depth": "HAProxy nests .if 31 deep at most",
  "open-condition": "this .if has no .endif",
  directive: "HAProxy has no directive of this name",
} as const;

export type ProblemKind = keyof typeof PROBLEMS;

/** Lines and columns count from 1. */
export interface CfgProblem {
  readonly kind: ProblemKind;
  readonly line: number;
  readonly column: number;
}
