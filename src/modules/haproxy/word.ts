/** One word of haproxy.cfg. Manual 2.2: blanks, `#`, backslashes and quotes are taken literally behind a backslash. */
export const haproxyWord = (text: string): string =>
  text.replaceAll(/[\\ #"'$]/g, (character) => `\\${character}`);
