import fc from "fast-check";

const WORDS = [
  ...[
    "global",
    "defaults",
    "backend b",
    "listen l",
    "frontend f from d",
    "server a 10.0.0.1:80 check maxconn 5",
  ],
  ...[
    "timeout",
    "server",
    "5s",
    "option httplog",
    "no option x",
    "maxconn 10",
    ".if",
    ".elif",
    ".else",
    ".endif",
  ],
  ...[
    "'",
    '"',
    "\\",
    "\\x41",
    "\\x",
    "$",
    '"\u0024{A}"',
    '"\u0024{A[*]}"',
    '"\u0024{A-b}"',
    "#",
    "# c",
    " ",
    "\t",
    "\v",
    "\r",
  ],
  ...["\r\n", "\n", "\n\n", "\0", "\u00e9", "\u00a0", "\ufeff", "[a]", ".diag", '""'],
];

/** Texts that look like haproxy.cfg, now and then. */
export const cfgTexts = fc
  .array(
    fc.oneof(
      { weight: 6, arbitrary: fc.constantFrom(...WORDS) },
      fc.string({ unit: "binary", maxLength: 4 }),
    ),
    {
      maxLength: 60,
    },
  )
  .map((parts) => parts.join(""));
