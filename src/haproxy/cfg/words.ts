import type { CfgProblem, ProblemKind } from "./problem.js";

/** A word of a line, as written from `column` up to `endColumn`, which count from 1. */
export interface Word {
  readonly line: number;
  readonly column: number;
  readonly endColumn: number;
  /** Without its quotes and backslashes; variables stay as they are written. */
  readonly text: string;
  /** What of it the environment decides: its text, or, with `"${NAME[*]}"`, how many words it is. */
  readonly variables: "none" | "text" | "count";
}

export interface Words {
  readonly words: readonly Word[];
  /** The column of its `#`. */
  readonly comment: number | undefined;
  readonly problem: CfgProblem | undefined;
}

const MAX_WORDS = 64;

const TAB = 9;
const LF = 10;
const CR = 13;
const SPACE = 32;
const DOUBLE = 34;
const SHARP = 35;
const DOLLAR = 36;
const SINGLE = 39;
const DASH = 45;
const BRACKET = 91;
const BACKSLASH = 92;

/** C's isspace: nothing beyond ASCII separates words. */
const isSpace = (code: number): boolean => code === SPACE || (code >= TAB && code <= CR);

const ESCAPED: Readonly<Record<string, string>> = {
  " ": " ",
  "\\": "\\",
  "#": "#",
  "'": "'",
  '"': '"',
  t: "\t",
  n: "\n",
  r: "\r",
};

/** `$NAME`, `${NAME}`, `${NAME-default}`, `${NAME[*]}`; the pseudo-variables are those of 3.0 and later. */
const VARIABLE = /\$(\{)?(\.(?:LINE|FILE|SECTION)(?![A-Za-z0-9_])|[A-Za-z_][A-Za-z0-9_]*)?/y;

/**
 * The words of a line without its line feed, as parse_line in HAProxy's src/tools.c tells them apart. A carriage return
 * ends the line, but among blanks it is one of them.
 */
export const readWords = (text: string, line: number): Words => {
  const nul = text.indexOf("\0");
  const read = new LineReader(nul === -1 ? text : text.slice(0, nul), line).read();
  const problem: CfgProblem = { kind: "nul", line, column: nul + 1 };
  return nul === -1 || read.problem ? read : { ...read, problem };
};

/**
 * The same for what stands from `start` up to `stop` in a text, where nothing is quoted, escaped or refused: nearly every
 * line. Undefined for others.
 */
export const readPlainWords = (
  text: string,
  start: number,
  stop: number,
  line: number,
): Words | undefined => {
  const words: Word[] = [];
  const end = text.charCodeAt(stop - 1) === CR ? stop - 1 : stop;
  let comment: number | undefined;
  for (let at = start; at < end; at++) {
    let code = text.charCodeAt(at);
    if (code === SPACE || code === TAB) continue;
    if (code === SHARP) {
      comment = at - start + 1;
      break;
    }
    const from = at;
    while (at < end && code !== SPACE && code !== TAB && code !== SHARP) {
      if (code < SPACE || code === DOUBLE || code === SINGLE || code === BACKSLASH) return undefined;
      code = text.charCodeAt(++at);
    }
    const column = from - start + 1;
    words.push({
      line,
      column,
      endColumn: at - start + 1,
      text: text.slice(from, at),
      variables: "none",
    });
    if (code === SHARP) at--;
  }
  const isScope = words[0]?.text.charCodeAt(0) === BRACKET;
  const hasNul = comment !== undefined && text.slice(start + comment, stop).includes("\0");
  return isScope || hasNul || words.length > MAX_WORDS ? undefined : { words, comment, problem: undefined };
};

class LineReader {
  private readonly words: Word[] = [];
  private at = 0;
  /** Where what is not yet in `value` begins. */
  private run = 0;
  private value = "";
  private variables: Word["variables"] = "none";
  private problem: CfgProblem | undefined;

  constructor(
    private readonly text: string,
    private readonly line: number,
  ) {}

  read(): Words {
    const { text, words } = this;
    this.skipBlanks();
    // A scope, such as [haproxy]: only the programs that it names would read what follows, and no version minds it.
    if (text.charCodeAt(this.at) === BRACKET) return { words, comment: undefined, problem: undefined };
    while (this.at < text.length && this.problem === undefined) {
      const code = text.charCodeAt(this.at);
      if (code === LF || code === CR) break;
      if (code === SHARP) return { words, comment: this.at + 1, problem: this.problem };
      if (isSpace(code)) this.skipBlanks();
      else if (words.length === MAX_WORDS) this.fail("too-many-words", this.at);
      else this.word();
    }
    return { words, comment: undefined, problem: this.problem };
  }

  private skipBlanks(): void {
    while (isSpace(this.text.charCodeAt(this.at))) this.at++;
  }

  private fail(kind: ProblemKind, at: number): void {
    this.problem = { kind, line: this.line, column: at + 1 };
    this.at = this.text.length;
  }

  private word(): void {
    const { text } = this;
    const start = this.at;
    let quote = 0;
    let quoteAt = start;
    this.run = start;
    this.value = "";
    this.variables = "none";
    while (this.at < text.length) {
      const code = text.charCodeAt(this.at);
      if (code >= DASH && code !== BACKSLASH) {
        this.at++;
      } else if (code === LF || code === CR || (quote === 0 && (isSpace(code) || code === SHARP))) {
        break;
      } else if ((code === DOUBLE && quote !== SINGLE) || (code === SINGLE && quote !== DOUBLE)) {
        if (quote === 0) quoteAt = this.at;
        quote = quote === 0 ? code : 0;
        this.flush(this.at + 1, "");
      } else if (code === BACKSLASH && quote !== SINGLE) {
        this.escape(quote);
      } else if (code === DOLLAR && quote === DOUBLE) {
        this.variable();
      } else {
        this.at++;
      }
    }
    if (this.problem) return;
    if (quote !== 0) {
      this.fail("quote", quoteAt);
      return;
    }
    this.flush(this.at, "");
    const nul = this.value.indexOf("\0");
    this.words.push({
      line: this.line,
      column: start + 1,
      endColumn: this.at + 1,
      text: nul === -1 ? this.value : this.value.slice(0, nul),
      variables: this.variables,
    });
  }

  /** Takes what was read literally, and goes on at `next` with `instead` in place of what is between. */
  private flush(next: number, instead: string): void {
    const literal = this.at > this.run ? this.text.slice(this.run, this.at) : "";
    this.value = this.value === "" ? literal + instead : this.value + literal + instead;
    this.at = next;
    this.run = next;
  }

  private escape(quote: number): void {
    const { text, at } = this;
    const next = text.charAt(at + 1);
    const escaped = next === "$" && quote === DOUBLE ? "$" : ESCAPED[next];
    const digits = text.slice(at + 2, at + 4);
    if (escaped !== undefined) this.flush(at + 2, escaped);
    else if (next !== "x") this.at++;
    else if (/^[0-9A-Fa-f]{2}$/.test(digits))
      this.flush(at + 4, String.fromCharCode(Number.parseInt(digits, 16)));
    else this.fail("hexadecimal", at);
  }

  private variable(): void {
    const { text, at } = this;
    VARIABLE.lastIndex = at;
    const [opening = "", brace, name] = VARIABLE.exec(text) ?? [];
    const behind = at + opening.length;
    if (name === undefined) this.fail("variable-name", behind);
    else if (brace === undefined) this.variableUpTo(behind, "text");
    else if (text.charAt(behind) !== "[") this.closed(behind, "text");
    else if (text.startsWith("[*]", behind)) this.closed(behind + 3, "count");
    else this.fail("word-expansion", behind);
  }

  /** Behind the name in braces: perhaps a default. */
  private closed(at: number, variables: Word["variables"]): void {
    const { text } = this;
    const closing = text.charAt(at) === "-" ? text.indexOf("}", at) : at;
    if (text.charAt(closing) === "}") this.variableUpTo(closing + 1, variables);
    else this.fail("brace", text.lastIndexOf("{", at));
  }

  private variableUpTo(end: number, variables: Word["variables"]): void {
    if (this.variables !== "count") this.variables = variables;
    this.at = end;
  }
}
