import type { Token, View, ViewValue } from "./token.js";
import { isToken } from "./token.js";

/** Where a line of output came from: the template's line, and the pieces that the inventory gave. */
export interface LineSource {
  readonly template: { readonly file: string; readonly line: number };
  readonly tokens: readonly Token[];
}

/** A template's output, and the source of each of its lines. */
export interface Traced {
  readonly content: string;
  readonly lines: readonly LineSource[];
}

// Noncharacters of Unicode: hardly a file that is text holds them, so they can mark what came from where.
const TOKEN_BEGINS = "\ufdd0";
const TOKEN_TEXT = "\ufdd1";
const TOKEN_ENDS = "\ufdd2";
export const LINE_BEGINS = "\ufdd3";
export const LINE_ENDS = "\ufdd4";
/** Stands before one that is meant. */
const MEANT = "\ufdd5";

const ANY = /[\ufdd0-\ufdd5]/g;

/** Text in which no character is taken for a mark. */
export const escapeMarks = (text: string): string => text.replace(ANY, `${MEANT}$&`);

/** The view with every token marked; `tokens` gathers them in the order of their numbers. */
export const markView = (view: View, tokens: Token[]): View =>
  Object.fromEntries(
    Object.entries(view).map(([key, value]) => [escapeMarks(key), markValue(value, tokens)]),
  );

const markValue = (value: ViewValue, tokens: Token[]): ViewValue => {
  if (isToken(value)) {
    if (value.parts.length > 0) return value.parts.map((part) => markValue(part, tokens)).join("");
    tokens.push(value);
    return `${TOKEN_BEGINS}${tokens.length - 1}${TOKEN_TEXT}${escapeMarks(value.text)}${TOKEN_ENDS}`;
  }
  if (typeof value === "string") return escapeMarks(value);
  if (Array.isArray(value)) return value.map((item: ViewValue) => markValue(item, tokens));
  return typeof value === "object" && value !== null ? markView(value as View, tokens) : value;
};

const MARK = new RegExp(
  `${TOKEN_BEGINS}(\\d+)${TOKEN_TEXT}|${TOKEN_ENDS}|${LINE_BEGINS}(\\d+)${LINE_ENDS}|${MEANT}([\ufdd0-\ufdd5])`,
  "g",
);

/** Takes the marks out of a marked output, and reads them. */
export const readMarks = (marked: string, file: string, tokens: readonly Token[]): Traced => {
  const lines: LineSource[] = [];
  const content: string[] = [];
  let current = 1;
  for (const line of marked.split("\n")) {
    const found: Token[] = [];
    let first: number | undefined;
    let end = 0;
    for (const mark of line.matchAll(MARK)) {
      if (mark.index > end || mark[3] !== undefined) first ??= current;
      end = mark.index + mark[0].length;
      const token = mark[1] === undefined ? undefined : tokens[Number(mark[1])];
      if (token) found.push(token);
      if (mark[2] !== undefined) current = Number(mark[2]);
    }
    if (end < line.length) first ??= current;
    content.push(line.replaceAll(MARK, (_mark, _token, _line, meant: string | undefined) => meant ?? ""));
    lines.push({ template: { file, line: first ?? current }, tokens: found });
  }
  // What follows the last newline is no line of the file.
  const ended = content.at(-1) === "";
  return { content: content.join("\n"), lines: ended ? lines.slice(0, -1) : lines };
};
