import {
  APOSTROPHE,
  BACKSLASH,
  CLOSE_LIST,
  CLOSE_MAP,
  COLON,
  COMMA,
  DASH,
  DOT,
  HASH,
  NEWLINE,
  OPEN_LIST,
  OPEN_MAP,
  QUOTE,
  SPACE,
} from "../text/marks.js";
import type { Source } from "./source.js";

/** Thrown where the text leaves what is read here; `offset` is where. */
export class Declined {
  constructor(readonly offset: number) {}
}

/** Characters that can't begin a plain scalar (YAML 1.2.2, 7.3.3), `-` aside; a byte order mark can begin the file. */
const NEVER_FIRST = new Set([..."?:,[]{}#&*!|>'\"%@`\ufeff"].map((mark) => mark.charCodeAt(0)));

/** In a plain scalar of a flow map or list these end it (YAML 1.2.2, 7.3.3). */
const isFlowMark = (code: number): boolean =>
  code === COMMA || code === CLOSE_MAP || code === CLOSE_LIST || code === OPEN_MAP || code === OPEN_LIST;

/** What may follow a backslash in double quotes, as in JSON; YAML has more, and they are rare. */
const ESCAPES: Readonly<Record<string, string>> = {
  '"': '"',
  "\\": "\\",
  "/": "/",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
};

/** The longest key: YAML takes 1024 characters up to the colon (7.4.2). */
const MAX_KEY = 1000;

/** A cursor over an inventory's text that knows blanks, lines, comments and scalars. Throws `Declined`. */
export class Scanner {
  /** The character that is next. */
  at = 0;
  /** Column of the first character of the current line's content; -1 behind the last line. */
  indent = -1;
  /** Where the current line starts. */
  lineStart = 0;
  /** Where the scalar read last ends. */
  scalarEnd = 0;
  private readonly text: string;

  constructor(source: Source) {
    this.text = source.text;
  }

  code(): number {
    return this.text.charCodeAt(this.at);
  }

  decline(at = this.at): never {
    throw new Declined(at);
  }

  /** Steps over `mark`. */
  take(mark: number): boolean {
    if (this.text.charCodeAt(this.at) !== mark) return false;
    this.at++;
    return true;
  }

  skipSpaces(): void {
    while (this.text.charCodeAt(this.at) === SPACE) this.at++;
  }

  /** True at the end of the line, or at a comment that has a blank before it. */
  atLineEnd(): boolean {
    const code = this.text.charCodeAt(this.at);
    return code === NEWLINE || Number.isNaN(code) || (code === HASH && this.afterBlank());
  }

  /** True at a `-` that begins a list's item. */
  atDash(): boolean {
    return this.text.charCodeAt(this.at) === DASH && isBlank(this.text.charCodeAt(this.at + 1));
  }

  /** From behind a line's last value to the next line that holds one. */
  nextContent(): void {
    this.skipSpaces();
    if (!this.atLineEnd()) this.decline();
    this.skipLine();
    this.toContent();
  }

  /** From the start of a line to the first content on it or below. */
  toContent(): void {
    for (;;) {
      this.lineStart = this.at;
      this.skipSpaces();
      const code = this.text.charCodeAt(this.at);
      if (Number.isNaN(code)) {
        this.indent = -1;
        return;
      }
      if (code !== NEWLINE && code !== HASH) {
        this.indent = this.at - this.lineStart;
        if (this.indent === 0 && this.atDocumentMark()) this.decline();
        return;
      }
      this.skipLine();
    }
  }

  /**
   * Blanks, line breaks and comments between the parts of a flow map or list. What follows on a further line must be
   * indented by more than `outer`; a bracket that closes the outermost may stand at `outer`.
   */
  skipFlowBlanks(outer: number, outermost: boolean): void {
    for (;;) {
      this.skipSpaces();
      const code = this.text.charCodeAt(this.at);
      if (code === HASH) {
        if (!this.afterBlank()) this.decline();
      } else if (code !== NEWLINE) return;
      this.skipLine();
      this.toContent();
      const closes = outermost && this.indent === outer && isClosing(this.text.charCodeAt(this.at));
      if (this.indent <= outer && !closes) this.decline();
    }
  }

  /** A key with the colon behind it. */
  key(inFlow: boolean): string {
    const start = this.at;
    const code = this.code();
    const quoted = code === QUOTE || code === APOSTROPHE;
    const name = quoted ? this.quoted(code) : this.plain(inFlow);
    const end = this.scalarEnd;
    this.skipSpaces();
    if (this.at - start > MAX_KEY || !this.take(COLON)) this.decline();
    if (!(inFlow && quoted) && !isBlank(this.code())) this.decline();
    this.scalarEnd = end;
    return name;
  }

  /** A scalar in quotes, on one line. */
  quoted(quote: number): string {
    const { text } = this;
    const start = ++this.at;
    let plain = true;
    for (;;) {
      const code = text.charCodeAt(this.at);
      // A line break, a tab, or the end of the text.
      if (!(code >= SPACE)) this.decline();
      if (code === quote) {
        if (quote === QUOTE || text.charCodeAt(this.at + 1) !== APOSTROPHE) break;
        plain = false;
        this.at++;
      } else if (code === BACKSLASH && quote === QUOTE) {
        plain = false;
        this.at++;
      }
      this.at++;
    }
    const written = text.slice(start, this.at);
    this.scalarEnd = ++this.at;
    if (plain) return written;
    return quote === APOSTROPHE ? written.replaceAll("''", "'") : this.unescape(written);
  }

  /** A plain scalar on one line, up to a comment, the line's end, or a colon with a blank behind it. */
  plain(inFlow: boolean): string {
    const { text } = this;
    const start = this.at;
    let at = start;
    let code = text.charCodeAt(at);
    if (NEVER_FIRST.has(code)) this.decline();
    if (code === DASH) {
      const next = text.charCodeAt(at + 1);
      if (isBlank(next) || isFlowMark(next)) this.decline();
    }
    let end = start;
    for (; code >= SPACE; code = text.charCodeAt(++at)) {
      if (code === SPACE) {
        if (text.charCodeAt(at + 1) === HASH) break;
        continue;
      }
      if (inFlow && isFlowMark(code)) break;
      if (code === COLON) {
        const next = text.charCodeAt(at + 1);
        if (isBlank(next) || (inFlow && isFlowMark(next))) break;
      }
      end = at + 1;
    }
    // A tab, or another control character.
    if (code < SPACE && code !== NEWLINE) this.decline();
    if (end === start) this.decline();
    this.at = end;
    this.scalarEnd = end;
    return text.slice(start, end);
  }

  private unescape(written: string): string {
    const text = written.replace(
      /\\(?:u([0-9a-fA-F]{4})|(.))/gs,
      (_, hex: string | undefined, mark: string) => {
        const found = hex === undefined ? ESCAPES[mark] : String.fromCharCode(Number.parseInt(hex, 16));
        return found ?? this.decline();
      },
    );
    return text.isWellFormed() ? text : this.decline();
  }

  private skipLine(): void {
    const end = this.text.indexOf("\n", this.at);
    this.at = end === -1 ? this.text.length : end + 1;
  }

  private afterBlank(): boolean {
    const before = this.text.charCodeAt(this.at - 1);
    return before === SPACE || before === NEWLINE || this.at === 0;
  }

  private atDocumentMark(): boolean {
    const { text, at } = this;
    const code = text.charCodeAt(at);
    if (code !== DASH && code !== DOT) return false;
    const same = text.charCodeAt(at + 1) === code && text.charCodeAt(at + 2) === code;
    return same && isBlank(text.charCodeAt(at + 3));
  }
}

/** A space, a line break, or the end of the text; a tab is none here. */
const isBlank = (code: number): boolean => code === SPACE || code === NEWLINE || Number.isNaN(code);

const isClosing = (code: number): boolean => code === CLOSE_MAP || code === CLOSE_LIST;
