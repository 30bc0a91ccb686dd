/**
 * One word of haproxy.cfg. Manual 2.2: blanks, `#`, backslashes and quotes are taken literally behind a backslash; a `$`
 * is one of its own where it stands in no quotes.
 */
export const haproxyWord = (text: string): string => {
  if (PLAIN.test(text)) return text;
  if (text === "") return '""';
  return text.replaceAll(/[\\ #"'\t-\r]/g, (character) => `\\${LETTERS.get(character) ?? character}`);
};

/** Nearly every word: there is nothing to look for one by one. */
const PLAIN = /^[A-Za-z0-9._:-]+$/;

const LETTERS: ReadonlyMap<string, string> = new Map([
  ["\t", "t"],
  ["\n", "n"],
  ["\v", "x0b"],
  ["\f", "x0c"],
  ["\r", "r"],
]);
