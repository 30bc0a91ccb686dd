import type { Section, Statement } from "./sections.js";
import type { Word } from "./words.js";

/** A keyword of one word or more: `["timeout", "connect"]`. */
export type KeywordWords = readonly [string, ...string[]];

/** The lines of a section that set a keyword; of most keywords the last one counts. */
export const settings = ({ statements }: Section, keyword: KeywordWords): readonly Statement[] =>
  statements.filter(({ words }) => keyword.every((text, index) => words[index]?.text === text));

/** The line that a section has a keyword from: its own last one, or that of its defaults. */
export const effective = (section: Section, keyword: KeywordWords): Statement | undefined => {
  const own = settings(section, keyword).at(-1);
  if (own || !section.defaults) return own;
  return effective(section.defaults, keyword);
};

/** The words behind the keyword. */
export const valuesOf = ({ words }: Statement, keyword: KeywordWords): readonly Word[] =>
  words.slice(keyword.length);
