import type { Statement } from "./sections.js";
import type { Word } from "./words.js";

export interface BindLine {
  readonly statement: Statement;
  /** The word that holds them, and the addresses apart. */
  readonly at: Word;
  readonly addresses: readonly string[];
  readonly parameters: readonly Word[];
}

export const bindLine = (statement: Statement): BindLine | undefined => {
  const [keyword, at, ...parameters] = statement.words;
  if (keyword.text !== "bind" || !at) return undefined;
  return { statement, at, addresses: at.text.split(","), parameters };
};
