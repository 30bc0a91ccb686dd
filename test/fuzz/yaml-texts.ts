import fc from "fast-check";

/** Lines of a node that begins at a column. */
type Layout = (column: number) => readonly string[];

const SCALARS = [
  "a",
  "4GiB",
  "60s",
  "0.0.0.0:10002",
  "app[1-4,7]",
  "hdr(appserver)",
  "GET /mirrorlist",
  "a b  c",
  "a#b",
  "a:b",
  "-1",
  "-0",
  "0",
  "00",
  "+1",
  "2.10",
  "2.6",
  "007",
  "1e3",
  "1e+21",
  "1e999",
  "12345678901234567890",
  "9007199254740993",
  "0.1",
  ".5",
  "5.",
  "0x1f",
  "0o17",
  ".inf",
  "-.INF",
  ".nan",
  "NaN",
  "-Infinity",
  "~",
  "null",
  "Null",
  "nULL",
  "true",
  "False",
  "yes",
  "2027-06-01",
  "é…\u2028",
  "\ud83d",
  "constructor",
  "-x",
  "--",
  "---",
  "--- x",
  "...",
  "<<",
  '"q"',
  '""',
  '"a\\"b\\\\\\n\\u0041\\ud83d"',
  '"\\x41\\_\\e"',
  '"\\q"',
  '"a # b: c"',
  "'q'",
  "''",
  "'it''s'",
  "'a: \"b\" # c'",
  '"open',
  "'open",
  "%x",
  "@x",
  "`x",
  ",x",
  "x,y",
  "x]y",
  "{x",
  "?x",
  "? x",
  ":x",
  "&a x",
  "*a",
  "!t x",
  "|",
  ">-",
  "- x",
  "-",
  "a: b",
  "a:",
  "a #c",
  "a\tb",
];
const KEYS = [
  "a",
  "b",
  "c",
  "d",
  "memory",
  "app[1-4,7]",
  "net.core.somaxconn",
  "2.10",
  "1",
  "null",
  "true",
  "-k",
  "a b",
  "a ",
  "__proto__",
  "constructor",
  "<<",
  '"q"',
  '"a" ',
  '"\\u0061"',
  "'a'",
  "'it''s'",
  "a#b",
  "a:b",
  "?k",
  "[a]",
  "{a}",
  "&a k",
  "k".repeat(1030),
];

const gap = fc.oneof(
  { weight: 20, arbitrary: fc.constant(" ") },
  { weight: 1, arbitrary: fc.constantFrom("  ", "") },
);
const comment = fc.oneof(
  { weight: 8, arbitrary: fc.constant("") },
  { weight: 3, arbitrary: fc.constantFrom(" # c", "  # c: d", " #", " ", " # \t{") },
  { weight: 1, arbitrary: fc.constantFrom("#c", "\t# c", "\t") },
);
/** Between lines: what a reader has to step over. */
const between = fc.constantFrom<readonly string[]>(
  [],
  [],
  [],
  [],
  [],
  [""],
  ["# c"],
  ["  # c"],
  ["        # c", "", "   "],
);
const scalar = fc.oneof(
  { weight: 12, arbitrary: fc.constantFrom(...SCALARS.slice(0, 8)) },
  { weight: 4, arbitrary: fc.constantFrom(...SCALARS) },
  { weight: 1, arbitrary: fc.string({ maxLength: 6 }) },
  { weight: 1, arbitrary: fc.string({ maxLength: 6, unit: "binary" }) },
  { weight: 1, arbitrary: fc.double().map(String) },
);
const key = fc.oneof(
  { weight: 20, arbitrary: fc.stringMatching(/^[a-z]{2}$/) },
  { weight: 2, arbitrary: fc.constantFrom(...KEYS) },
);

/** Flow maps and lists as text; a line break inside is followed by as many spaces as it says. */
const { flow } = fc.letrec<{ flow: string }>((tie) => {
  const space = fc.oneof(
    { weight: 12, arbitrary: fc.constantFrom("", " ") },
    {
      weight: 1,
      arbitrary: fc.constantFrom(
        "\n",
        "\n  ",
        "\n      ",
        "\n        ",
        " # c\n         ",
        "\n\n # c\n          ",
        "\n\t",
      ),
    },
  );
  const value = fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    { weight: 3, arbitrary: scalar },
    { weight: 1, arbitrary: tie("flow") },
  );
  const colon = fc.oneof(
    { weight: 12, arbitrary: fc.constant(": ") },
    { weight: 1, arbitrary: fc.constantFrom(":", " : ", "") },
  );
  const pair = fc
    .tuple(key, colon, space, value)
    .map(([name, mark, before, text]) => `${name}${mark}${before}${text}`);
  const items = (item: fc.Arbitrary<string>) =>
    fc
      .tuple(
        fc.array(fc.tuple(space, item, space), { maxLength: 3 }),
        fc.constantFrom("", "", "", ",", ", "),
        space,
      )
      .map(([parts, last, end]) => parts.map((part) => part.join("")).join(",") + last + end);
  return {
    flow: fc.oneof(
      items(pair).map((text) => `{${text}}`),
      items(value).map((text) => `[${text}]`),
    ),
  };
});

const inline = fc.oneof({ weight: 4, arbitrary: scalar }, { weight: 2, arbitrary: flow });

const { block } = fc.letrec<{ block: Layout; map: Layout; list: Layout }>((tie) => {
  const nested = fc.oneof({ maxDepth: 3 }, { weight: 3, arbitrary: tie("map") }, tie("list"));
  const step = fc.oneof(
    { weight: 12, arbitrary: fc.constantFrom(2, 4, 1) },
    { weight: 1, arbitrary: fc.constant(0) },
  );
  const entry = fc.oneof(
    { maxDepth: 3 },
    {
      weight: 6,
      arbitrary: fc.tuple(between, key, gap, inline, comment).map(
        ([before, name, space, value, note]): Layout =>
          (column) => [...before, `${" ".repeat(column)}${name}:${space}${value}${note}`],
      ),
    },
    {
      weight: 1,
      arbitrary: fc.tuple(between, key, gap, comment).map(
        ([before, name, space, note]): Layout =>
          (column) => [...before, `${" ".repeat(column)}${name}:${space}${note}`],
      ),
    },
    {
      weight: 1,
      arbitrary: fc.tuple(key, between, step, inline).map(
        ([name, before, more, value]): Layout =>
          (column) => [`${" ".repeat(column)}${name}:`, ...before, `${" ".repeat(column + more)}${value}`],
      ),
    },
    {
      weight: 3,
      arbitrary: fc.tuple(between, key, comment, step, nested).map(
        ([before, name, note, more, below]): Layout =>
          (column) => [...before, `${" ".repeat(column)}${name}:${note}`, ...below(column + more)],
      ),
    },
  );
  const item = fc.oneof(
    { maxDepth: 3 },
    {
      weight: 2,
      arbitrary: fc.tuple(between, gap, inline, comment).map(
        ([before, space, value, note]): Layout =>
          (column) => [...before, `${" ".repeat(column)}-${space}${value}${note}`],
      ),
    },
    {
      weight: 2,
      arbitrary: fc.tuple(gap, nested).map(
        ([space, below]): Layout =>
          (column) => {
            const [first = "", ...rest] = below(column + 1 + space.length);
            return [`${" ".repeat(column)}-${space}${first.trimStart()}`, ...rest];
          },
      ),
    },
  );
  const all =
    (parts: readonly Layout[]): Layout =>
    (column) =>
      parts.flatMap((part) => part(column));
  return {
    map: fc.array(entry, { minLength: 1, maxLength: 4 }).map(all),
    list: fc.array(item, { minLength: 1, maxLength: 3 }).map(all),
    block: fc.oneof({ weight: 20, arbitrary: tie("map") }, { weight: 1, arbitrary: tie("list") }),
  };
});

const start = fc.constantFrom(
  "",
  "",
  "",
  "",
  "",
  "---\n",
  "# c\n",
  "--- # c\n",
  "---x\n",
  "%YAML 1.2\n---\n",
);
const end = fc.constantFrom("\n", "\n", "\n", "", "\n\n", "\n# c", "\n...\n", "\n--- b\n", "  ");

/** Texts that are YAML, or nearly: every layout of maps, lists and scalars, with the odd thing in between. */
export const yamlTexts: fc.Arbitrary<string> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc
      .tuple(start, block, end)
      .map(([before, lines, after]) => before + lines(0).join("\n") + after),
  },
  { weight: 1, arbitrary: fc.tuple(start, flow, end).map((parts) => parts.join("")) },
  { weight: 1, arbitrary: fc.json({ maxDepth: 3 }) },
);

/** Where a flow map may stand, with all that it holds once more or twice. */
const STANDS: readonly ((key: string, text: string) => string)[] = [
  (key, text) => `${key}: ${text}`,
  (key, text) => `${key}:   ${text}  # c`,
  (key, text) => `${key}:\n  ${text}`,
  (key, text) => `${key}:\n      ${text}`,
  (key, text) => `${key}:\n  a: ${text}\n  b: ${text}`,
  (key, text) => `${key}: { a: ${text}, "b":${text} }`,
  (key, text) => `${key}: { a:\n    ${text},\n  b: ${text}\n  }`,
  (key, text) => `${key}: [${text}, ${text}]`,
  (key, text) => `${key}:\n- ${text}\n- a: ${text}\n  b: ${text}`,
];

/** Texts that hold one flow map, or list, several times to the letter, as fleets of like hosts do. */
export const repeatedTexts = fc
  .tuple(flow, fc.array(fc.constantFrom(...STANDS), { minLength: 2, maxLength: 5 }))
  .map(([text, stands]) => stands.map((stand, n) => stand(`k${n}`, text)).join("\n"));
