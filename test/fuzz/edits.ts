import fc from "fast-check";

/** What breaks a reader of YAML, or leads it astray. */
const PIECES = [
  "{",
  "}",
  "[",
  "]",
  ":",
  ": ",
  "- ",
  "? ",
  "&a ",
  "*a",
  "!t ",
  "!!map ",
  "|\n",
  ">\n",
  "#",
  " #",
  '"',
  "'",
  "\n",
  "\r\n",
  "\t",
  "  ",
  "<<: ",
  "---\n",
  "...\n",
  "%YAML 1.1\n",
  "\\",
  "\u0000",
  "\ufeff",
  "\u2028",
  "\ud800",
  "null",
  "~",
  "0x1f",
  "1e999",
  ".inf",
  "2026-11-24",
  "__proto__",
  "app[1-4,7]",
  "[1-999999999]",
  "60s",
  "-1",
  "extends: ",
  "inventories/before.yaml",
];

/** One edit of a text: a piece put in, a part taken out, doubled, or moved. */
const edit = fc.record({
  kind: fc.constantFrom("insert", "remove", "double", "move"),
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  to: fc.double({ min: 0, max: 1, noNaN: true }),
  length: fc.integer({ min: 1, max: 40 }),
  piece: fc.oneof(fc.constantFrom(...PIECES), fc.string({ maxLength: 5, unit: "binary" })),
});

/** `texts` with some edits. */
export const edited = (
  texts: fc.Arbitrary<string>,
  { least, most }: { readonly least: number; readonly most: number },
): fc.Arbitrary<string> =>
  fc.tuple(texts, fc.array(edit, { minLength: least, maxLength: most })).map(([text, edits]) =>
    edits.reduce((now, { kind, at, to, length, piece }) => {
      const start = Math.floor(at * now.length);
      const part = now.slice(start, start + length);
      const rest = now.slice(0, start) + now.slice(start + length);
      if (kind === "insert") return now.slice(0, start) + piece + now.slice(start);
      if (kind === "remove") return rest;
      if (kind === "double") return now.slice(0, start) + part + now.slice(start);
      const target = Math.floor(to * rest.length);
      return rest.slice(0, target) + part + rest.slice(target);
    }, text),
  );
