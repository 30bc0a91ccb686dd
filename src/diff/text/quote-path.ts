const ESCAPES: Readonly<Record<number, string>> = {
  7: "\\a",
  8: "\\b",
  9: "\\t",
  10: "\\n",
  11: "\\v",
  12: "\\f",
  13: "\\r",
  34: '\\"',
  92: "\\\\",
};

/**
 * A path as git writes it: between double quotes, with escapes as in C, where it holds a control character, a quote, a
 * backslash or anything beyond ASCII; as it is otherwise (git-config, core.quotePath).
 */
export const quotePath = (path: string): string => {
  if (/^[ !#-[\]-~]*$/.test(path)) return path;
  const quoted = [...Buffer.from(path)].map((byte) => {
    const plain = byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : octal(byte);
    return ESCAPES[byte] ?? plain;
  });
  return `"${quoted.join("")}"`;
};

const octal = (byte: number): string => `\\${byte.toString(8).padStart(3, "0")}`;
