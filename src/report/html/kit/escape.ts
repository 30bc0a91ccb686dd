import { visible } from "../../../text/terminal.js";

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
  // A page may be printed in a build log, where ##[error] and ::error:: are commands.
  "#": "&#35;",
  "::": ":&#58;",
};

/**
 * Text that says in HTML what it says, in content and in quoted attributes. Controls and marks that turn the direction
 * of text are shown as pictures, as a terminal is shown them; tabs and newlines stay.
 */
export const escapeHtml = (text: string): string =>
  text
    .replace(/[^\x20-\x7e\t\n]/gu, visible)
    .replace(/[&<>"'#]|::/g, (characters) => ENTITIES[characters] ?? characters);
