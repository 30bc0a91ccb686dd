/**
 * One word of haproxy.cfg. Manual 2.2: blanks, `#`, backslashes and quotes are taken literally behind a backslash; a `$`
 * outside double quotes always is, and a backslash before it would stay.
 */
export const haproxyWord = (text: string): string =>
  PLAIN.test(text)
    ? text
    : text.replaceAll(/[\\ #"'\x00-\x1f]/g, (character) => ESCAPES[character] ?? `\\${character}`);

/** Nearly every word: there is nothing to look for one by one. */
const PLAIN = /^[A-Za-z0-9._:-]*$/;

const ESCAPES: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    Array.from({ length: 32 }, (_, code) => [
      String.fromCharCode(code),
      `\\x${code.toString(16).padStart(2, "0")}`,
    ]),
  ),
  "\t": "\\t",
  "\n": "\\n",
  "\r": "\\r",
};
