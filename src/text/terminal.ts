import { eastAsianWidth } from "get-east-asian-width";

/**
 * `##[error]` anywhere in a line of a log is a command to the GitHub runner (ActionCommand.cs, TryParse), and
 * `##vso[...]` and `##teamcity[...]` are to others.
 */
export const LOG_COMMAND = /##(?=[a-z]*\[)/gi;

/** `::error ...::` at the beginning of a line, however far it is indented, is one as well (TryParseV2). */
const LINE_COMMAND = /^([^\S\n\r\u2028\u2029]*):(?=:[a-z-]+(?:[^\S\n][^\n]*)?::)/gim;

/**
 * Most text: nothing in it to obey, and every character a column wide. Expressions with Unicode's classes take a start
 * longer to make than all of this file: they stand where they are used.
 */
const PLAIN = /^[\x20-\x7e]*$/;
const isPlain = (text: string): boolean => PLAIN.test(text) && !text.includes("##");

/** A sentence that quotes a value of the inventory may quote megabytes of it. */
const MAX_PROSE = 2_000;

/** Text with nothing in it that a terminal or a build log would obey: controls are shown as pictures, ␛ for escape. */
export const visible = (text: string): string =>
  isPlain(text) ? text : withoutOrders(text).replace(LOG_COMMAND, "## ");

/**
 * Without what a terminal obeys instead of showing: control characters, marks that turn the direction of text around
 * them (Unicode Bidi_Control), line separators, invisible tags, and halves of surrogate pairs.
 */
const withoutOrders = (text: string): string =>
  text.replace(/[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Bidi_Control}\u{e0000}-\u{e007f}]/gu, picture);

/** Prose on one line: white space folded to single spaces, nothing to obey, and not the whole of a quoted novel. */
export const visibleLine = (text: string): string => {
  const line = text.replace(/\s+/g, " ").trim();
  return visible(line.length <= MAX_PROSE ? line : `${line.slice(0, MAX_PROSE - 200)} … ${line.slice(-200)}`);
};

/** A page none of whose lines is a command to a build log: such a line gets a space between its first two colons or marks. */
export const disarmLines = (page: string): string => {
  const disarmed = page.includes("##") ? page.replace(LOG_COMMAND, "## ") : page;
  return disarmed.includes("::") ? disarmed.replace(LINE_COMMAND, "$1: ") : disarmed;
};

const picture = (character: string): string => {
  const code = character.charCodeAt(0);
  if (code < 0x20) return String.fromCharCode(0x2400 + code);
  return code === 0x7f ? "\u2421" : "\ufffd";
};

/** A character of a source line as a terminal shows it. */
export interface Cell {
  readonly text: string;
  /** Terminal columns: 0, 1 or 2, more for a tab. */
  readonly width: number;
  /** Where the character begins and ends in the line, in UTF-16 units from 0. */
  readonly start: number;
  readonly end: number;
}

const TAB = 4;

/** The characters of a line, tabs as spaces up to the next multiple of four. */
export const cellsOf = (line: string): readonly Cell[] => {
  if (isPlain(line)) return Array.from(line, (text, start) => ({ text, width: 1, start, end: start + 1 }));
  const disarmed = new Set([...line.matchAll(LOG_COMMAND)].map((match) => match.index + 1));
  const cells: Cell[] = [];
  let start = 0;
  let column = 0;
  for (const character of line) {
    const end = start + character.length;
    const text =
      character === "\t"
        ? " ".repeat(TAB - (column % TAB))
        : visible(character) + (disarmed.has(start) ? " " : "");
    const width = widthOf(text);
    cells.push({ text, width, start, end });
    start = end;
    column += width;
  }
  return cells;
};

/** Terminal columns that text takes, as wcwidth(3) counts them. */
export const widthOf = (text: string): number => {
  if (PLAIN.test(text)) return text.length;
  let width = 0;
  for (const character of text) width += columnsOf(character);
  return width;
};

const columnsOf = (character: string): number =>
  /^[\p{Mn}\p{Me}\p{Cf}\u1160-\u11ff]$/u.test(character) ? 0 : eastAsianWidth(character.codePointAt(0) ?? 0);
