/** One word of haproxy.cfg. Manual 2.2: blanks, `#`, backslashes and quotes are taken literally behind a backslash. */
export const haproxyWord = (text: string): string =>
  PLAIN.test(text) ? text : text.replaceAll(/[\\ #"'$]/g, (character) => `\\${character}`);

/** Nearly every word: there is nothing to look for one by one. */
const PLAIN = /^[A-Za-z0-9._:-]*$/;
