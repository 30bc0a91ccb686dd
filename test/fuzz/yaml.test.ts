import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { loadInventory } from "../../src/load.js";
import { formatText } from "../../src/report/text.js";

/** Thousands in CI; `MMCONF_FUZZ=1000000 npx vitest run test/fuzz/yaml.test.ts` for a million. */
const CASES = Number(process.env.MMCONF_FUZZ ?? 3000);

const FILES = new Map(
  ["before", "prod", "tuned"].map((name) => [
    `inventories/${name}.yaml`,
    readFileSync(`inventories/${name}.yaml`, "utf8"),
  ]),
);
const TEXTS = [
  ...FILES.values(),
  '{ "mmconf": 1, "proxies": { "p[1-2]": {} } }',
  "a: &x [1, 2]\nb: *x\n? c\n: d\n--- |\n e\n",
];

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

const mutated = fc
  .tuple(fc.constantFrom(...TEXTS), fc.array(edit, { minLength: 1, maxLength: 6 }))
  .map(([text, edits]) =>
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

describe("whatever text an inventory holds", () => {
  it(
    "it is read as a fleet, or what is wrong with it is told at its place",
    () => {
      let refused = 0;
      fc.assert(
        fc.property(mutated, (text) => {
          const loaded = loadInventory("inventories/fuzz.yaml", {
            read: (file) => {
              const found = file === "inventories/fuzz.yaml" ? text : FILES.get(file);
              return found === undefined
                ? { ok: false, reason: "it does not exist" }
                : { ok: true, text: found };
            },
          });
          if (loaded.ok) return;
          refused++;
          expect(loaded.findings.length).toBeGreaterThan(0);
          for (const { at, message, mend } of loaded.findings) {
            expect(at.line).toBeGreaterThan(0);
            expect(at.column).toBeGreaterThan(0);
            expect(at.line).toBeLessThanOrEqual((loaded.sources.get(at.file) ?? "").split("\n").length + 1);
            expect(`${message} ${mend}`).not.toMatch(/undefined|\[object|at .*\.js:\d/);
          }
          // The report shows the place: it must stand whatever the line holds.
          formatText(
            { environments: ["fuzz"], findings: loaded.findings, sources: loaded.sources, rules: [] },
            { color: false, columns: 100 },
          );
        }),
        { numRuns: CASES },
      );
      expect(refused).toBeGreaterThan(CASES / 3);
    },
    CASES * 100 + 60_000,
  );
});
