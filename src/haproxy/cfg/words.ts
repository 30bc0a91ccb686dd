import type { Mistake, MistakeKind } from "./mistake.js";
import { MAX_WORDS } from "./mistake.js";
import type { Syntax } from "./syntax.js";
import type { Variable, Word } from "./word.js";

/** A line as HAProxy takes it apart: parse_line in its src/tools.c. */
export interface LineWords {
  /** None where there is a mistake: HAProxy reads no part of such a line. */
  readonly words: readonly Word[];
  /** The column of the `#` that opens a comment. */
  readonly comment?: number | undefined;
  readonly mistake?: Mistake | undefined;
}

/** The words of a line, without its end. */
export const readWords = (line: string, syntax: Syntax): LineWords => {
  const read = SPECIAL.test(line) ? readSpecial(line, syntax) : readPlain(line);
  if (read.mistake !== undefined) return read;
  const tooMany = read.words[MAX_WORDS];
  if (tooMany !== undefined) return wrong("too-many-words", tooMany.column - 1);
  const empty = syntax.refusesEmptyWords ? read.words.findIndex(isEmpty) : -1;
  // 3.3 refuses an empty first word too, and 3.4 takes the line for an empty one.
  if (empty > 0) return wrong("empty-word", (read.words[empty]?.column ?? 1) - 1);
  return read;
};

/** What most lines hold none of; a carriage return at the end is a blank like others. */
const SPECIAL = /[\0\n"'\\]|\r./s;
const NONE: readonly Variable[] = [];

/** isspace of the C locale, and nothing else that Unicode has for a blank. */
export const isBlank = (character: string | undefined): boolean =>
  character !== undefined && isBlankCode(character.charCodeAt(0));

const isEmpty = ({ text, variables }: Word): boolean => text === "" && variables.length === 0;

const wrong = (kind: MistakeKind, at: number): LineWords & { readonly mistake: Mistake } => ({
  words: [],
  mistake: { kind, column: at + 1 },
});

const readPlain = (line: string): LineWords => {
  const words: Word[] = [];
  const sharp = line.indexOf("#");
  const length = sharp < 0 ? line.length : sharp;
  let at = 0;
  while (at < length) {
    while (at < length && isBlankCode(line.charCodeAt(at))) at++;
    const from = at;
    while (at < length && !isBlankCode(line.charCodeAt(at))) at++;
    if (at > from)
      words.push({ text: line.slice(from, at), column: from + 1, endColumn: at + 1, variables: NONE });
  }
  return sharp < 0 ? { words } : { words, comment: sharp + 1 };
};

const isBlankCode = (code: number): boolean => code === 32 || (code >= 9 && code <= 13);

/** A part of a word that stands for something else, and how many characters it takes. */
type Part =
  | { readonly text: string; readonly length: number; readonly variable?: Variable }
  | { readonly mistake: MistakeKind; readonly at: number };

interface Draft {
  readonly from: number;
  text: string;
  variables: Variable[] | undefined;
}

const addVariable = (draft: Draft, variable: Variable): void => {
  if (draft.variables === undefined) draft.variables = [variable];
  else draft.variables.push(variable);
};

const readSpecial = (line: string, syntax: Syntax): LineWords => {
  const words: Word[] = [];
  let draft: Draft | undefined;
  let quote = "";
  let quotedFrom = 0;
  let at = 0;
  // Also a carriage return, which ends a line where it stands behind a word.
  while (isBlank(line[at])) at++;
  const begun = (): Draft => {
    draft ??= { from: at, text: "", variables: undefined };
    return draft;
  };
  const finish = (): void => {
    if (draft === undefined) return;
    const { from, text, variables = NONE } = draft;
    words.push({ text, column: from + 1, endColumn: at + 1, variables });
    draft = undefined;
  };
  for (;;) {
    const character = line[at];
    if (character === undefined || ENDS.has(character)) break;
    if (quote === "" && isBlank(character)) {
      finish();
      while (isBlank(line[at])) at++;
    } else if (quote === "" && character === "#") {
      finish();
      return { words, comment: at + 1 };
    } else if (syntax.quotes && opensOrCloses(character, quote)) {
      begun();
      quotedFrom = at;
      quote = quote === "" ? character : "";
      at++;
    } else {
      const word = begun();
      const part = partAt(line, at, quote, syntax);
      if ("mistake" in part) return wrong(part.mistake, part.at);
      word.text += part.text;
      if (part.variable !== undefined) addVariable(word, part.variable);
      at += part.length;
    }
  }
  if (quote !== "") return wrong("unmatched-quote", quotedFrom);
  finish();
  return { words };
};

const ENDS: ReadonlySet<string> = new Set(["\0", "\n", "\r"]);

const opensOrCloses = (character: string, quote: string): boolean =>
  (character === '"' || character === "'") && (quote === "" || quote === character);

const partAt = (line: string, at: number, quote: string, syntax: Syntax): Part => {
  const character = line[at] ?? "";
  if (character === "\\" && quote !== "'") return escapeAt(line, at, quote, syntax);
  if (character === "$" && quote === '"') return variableAt(line, at, syntax);
  const text = matchAt(PLAIN, line, at) || character;
  return { text, length: text.length };
};

/** Characters that stand for themselves everywhere. */
const PLAIN = /[-./\w:;<=>?@[\]^`{|}~]+/y;

const ESCAPED: ReadonlyMap<string | undefined, string> = new Map([
  [" ", " "],
  ["\\", "\\"],
  ["#", "#"],
  ["n", "\n"],
  ["r", "\r"],
  ["t", "\t"],
]);

const escapeAt = (line: string, at: number, quote: string, syntax: Syntax): Part => {
  const next = line[at + 1];
  const escaped = ESCAPED.get(next);
  if (escaped !== undefined) return { text: escaped, length: 2 };
  if (syntax.quotes && (next === '"' || next === "'" || (next === "$" && quote === '"')))
    return { text: next, length: 2 };
  if (next !== "x") return { text: "\\", length: 1 };
  const digits = line.slice(at + 2, at + 4);
  return /^[\dA-Fa-f]{2}$/.test(digits)
    ? { text: String.fromCharCode(Number.parseInt(digits, 16)), length: 4 }
    : { mistake: "hexadecimal", at };
};

const VARIABLE = /\.\w*|[A-Za-z_]\w*/y;

const matchAt = (pattern: RegExp, line: string, at: number): string => {
  pattern.lastIndex = at;
  return pattern.exec(line)?.[0] ?? "";
};

const PSEUDO: ReadonlySet<string> = new Set([".FILE", ".LINE", ".SECTION"]);

const variableAt = (line: string, at: number, syntax: Syntax): Part => {
  const braced = line[at + 1] === "{";
  const from = at + (braced ? 2 : 1);
  const name = matchAt(VARIABLE, line, from);
  if (name === "" || (name.startsWith(".") && !(syntax.dotDirectives && PSEUDO.has(name))))
    return { mistake: "variable-name", at: from };
  let end = from + name.length;
  const spread = braced && syntax.spreadVariables && line[end] === "[";
  if (spread && !line.startsWith("[*]", end)) return { mistake: "word-expansion", at: end };
  if (spread) end += 3;
  let otherwise: string | undefined;
  if (braced && syntax.variableDefaults && line[end] === "-") {
    const close = line.indexOf("}", end);
    if (close < 0) return { mistake: "unmatched-brace", at: from - 1 };
    otherwise = line.slice(end + 1, close);
    end = close;
  }
  if (braced && line[end] !== "}") return { mistake: "unmatched-brace", at: from - 1 };
  if (braced) end++;
  return { text: line.slice(at, end), length: end - at, variable: { name, otherwise, spread } };
};
