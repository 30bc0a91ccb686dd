import fc from "fast-check";

const PIECES = [
  ...[
    "a",
    "b1",
    "listen",
    "server",
    "timeout",
    "é",
    "\u00a0",
    "\u0080",
    "!",
    "~",
    "*",
    "-",
    ".",
    "[",
    "]",
    "{",
    "}",
  ],
  ...[
    "\\",
    "\\ ",
    "\\#",
    "\\'",
    '\\"',
    "\\$",
    "\\x41",
    "\\x4",
    "\\q",
    '"',
    "'",
    '"a b"',
    "'c d'",
    "''",
    '""',
    "#",
  ],
  ...[
    "$",
    "$A",
    "${A}",
    "${A-b c}",
    '"$A"',
    '"${A}"',
    '"${A-b c}"',
    '"${A[*]}"',
    '"${A[*"',
    '"${A',
    '"${1}"',
  ],
  ...[" ", " ", " ", "\t", "\v", "\f", "\r"],
];

/** A line with all that means something to HAProxy's parse_line. */
export const anyLine: fc.Arbitrary<string> = fc
  .array(fc.constantFrom(...PIECES), { maxLength: 12 })
  .map((pieces) => pieces.join(""));

const LINES = [
  "global",
  "defaults",
  "defaults d",
  "backend b from d",
  "listen l",
  " server a 1.1.1.1:1 check",
];
const DOTS = [
  ".if 0",
  ".if 1",
  ".if defined(A)",
  ".elif 1",
  ".else",
  ".endif",
  ".endif x",
  ".notice a",
  ".x",
];

/** Text that looks like haproxy.cfg more or less, and bytes that are nothing. */
export const anyCfg: fc.Arbitrary<string> = fc.oneof(
  fc
    .array(
      fc.tuple(
        fc.oneof(anyLine, fc.constantFrom(...LINES, ...DOTS)),
        fc.constantFrom("\n", "\n", "\r\n", "\n\n", "\0\n"),
      ),
    )
    .chain((lines) => fc.constantFrom(lines.flat().join(""), lines.flat().slice(0, -1).join(""))),
  fc.string({ unit: "binary" }),
  fc.uint8Array().map((bytes) => Buffer.from(bytes).toString("latin1")),
);
