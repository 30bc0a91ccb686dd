import { escapeMarks, LINE_BEGINS, LINE_ENDS } from "./trace.js";

/** Puts a mark at the start of every line and before every value of a template. */
export const markTemplate = (program: hbs.AST.Program): hbs.AST.Program => {
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
  return value === ""
    ? ""
    : lineMark(line) + escapeMarks(value).replaceAll("\n", () => `\n${lineMark(++line)}`);
};

const newlinesIn = (text: string): number => text.split("\n").length - 1;
const lineMark = (line: number): string => `${LINE_BEGINS}${line}${LINE_ENDS}`;
