import Handlebars from "handlebars";
import type { TemplateText, View, ViewValue } from "./template.js";
import { Token } from "./token.js";

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

// Noncharacters of Unicode: no file that is text holds them, so they can mark what came from where.
const TOKEN_BEGINS = "\ufdd0";
const TOKEN_TEXT = "\ufdd1";
const TOKEN_ENDS = "\ufdd2";
const LINE_BEGINS = "\ufdd3";
const LINE_ENDS = "\ufdd4";

/** A template with a mark at the start of every line and before every value, ready to be compiled. */
export const markTemplate = (text: string): hbs.AST.Program => {
  const program = Handlebars.parse(text);
  markProgram(program);
  return program;
};

const markProgram = (program: hbs.AST.Program): void => {
  program.body = program.body.flatMap((statement): hbs.AST.Statement[] => {
    if (isContent(statement)) return [{ ...statement, value: markContent(statement) } as hbs.AST.Statement];
    if (isBlock(statement)) {
      markProgram(statement.program);
      // A block without else has no inverse, whatever the types say.
      if (statement.inverse as hbs.AST.Program | undefined) markProgram(statement.inverse);
      return [statement];
    }
    if (statement.type !== "MustacheStatement") return [statement];
    return [contentOf(lineMark(statement.loc.start.line), statement.loc), statement];
  });
};

const isContent = (statement: hbs.AST.Statement): statement is hbs.AST.ContentStatement =>
  statement.type === "ContentStatement";
const isBlock = (statement: hbs.AST.Statement): statement is hbs.AST.BlockStatement =>
  statement.type === "BlockStatement";

const contentOf = (value: string, loc: hbs.AST.SourceLocation): hbs.AST.Statement =>
  ({ type: "ContentStatement", value, original: value, loc }) as hbs.AST.Statement;

/** Handlebars drops white space around blocks: what is left of the text begins as many lines later as were dropped. */
const markContent = ({ value, original, loc }: hbs.AST.ContentStatement): string => {
  const whole = String(original);
  const dropped = whole.slice(0, Math.max(whole.lastIndexOf(value), 0));
  let line = loc.start.line + newlinesIn(dropped);
  return value === "" ? "" : lineMark(line) + value.replaceAll("\n", () => `\n${lineMark(++line)}`);
};

const newlinesIn = (text: string): number => text.split("\n").length - 1;
const lineMark = (line: number): string => `${LINE_BEGINS}${line}${LINE_ENDS}`;

/** The view with every token marked; `tokens` gathers them in the order of their numbers. */
export const markView = (view: View, tokens: Token[]): View =>
  Object.fromEntries(Object.entries(view).map(([key, value]) => [key, markValue(value, tokens)]));

const markValue = (value: ViewValue, tokens: Token[]): ViewValue => {
  if (value instanceof Token) {
    if (value.parts.length > 0) return value.parts.map((part) => markValue(part, tokens)).join("");
    tokens.push(value);
    return `${TOKEN_BEGINS}${tokens.length - 1}${TOKEN_TEXT}${value.text}${TOKEN_ENDS}`;
  }
  if (Array.isArray(value)) return value.map((item: ViewValue) => markValue(item, tokens));
  return typeof value === "object" && value !== null ? markView(value as View, tokens) : value;
};

const MARK = new RegExp(
  `${TOKEN_BEGINS}(\\d+)${TOKEN_TEXT}|${TOKEN_ENDS}|${LINE_BEGINS}(\\d+)${LINE_ENDS}`,
  "g",
);

/** Takes the marks out of a marked output, and reads them. */
export const readMarks = (marked: string, template: TemplateText, tokens: readonly Token[]): Traced => {
  const lines: LineSource[] = [];
  const content: string[] = [];
  let current = 1;
  for (const line of marked.split("\n")) {
    const found: Token[] = [];
    let first: number | undefined;
    let end = 0;
    for (const mark of line.matchAll(MARK)) {
      if (mark.index > end) first ??= current;
      end = mark.index + mark[0].length;
      const token = mark[1] === undefined ? undefined : tokens[Number(mark[1])];
      if (token) found.push(token);
      if (mark[2] !== undefined) current = Number(mark[2]);
    }
    if (end < line.length) first ??= current;
    content.push(line.replaceAll(MARK, ""));
    lines.push({ template: { file: template.file, line: first ?? current }, tokens: found });
  }
  // What follows the last newline is no line of the file.
  const ended = content.at(-1) === "";
  return { content: content.join("\n"), lines: ended ? lines.slice(0, -1) : lines };
};
