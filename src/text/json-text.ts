import { LOG_COMMAND } from "./terminal.js";

/** What JSON lets stand in a string, and a terminal obeys: DEL, C1 controls, line separators, bidirectional controls. */
const OBEYED = /[\u007f-\u009f\u2028\u2029\p{Bidi_Control}]/gu;

/**
 * JSON that may be printed anywhere: indented, ended by a newline, nothing in it for a terminal or a log to obey. It has
 * no `#` outside strings.
 */
export const jsonText = (value: unknown): string => printable(JSON.stringify(value, null, 2));

/** The same on one line. */
export const jsonLine = (value: unknown): string => printable(JSON.stringify(value));

const printable = (text: string): string =>
  `${text.replace(OBEYED, escaped).replace(LOG_COMMAND, "#\\u0023")}\n`;

const escaped = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
