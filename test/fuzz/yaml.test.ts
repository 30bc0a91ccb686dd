import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { loadInventory } from "../../src/load.js";
import { formatText } from "../../src/report/text.js";
import { edited } from "./edits.js";

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

const mutated = edited(fc.constantFrom(...TEXTS), { least: 1, most: 6 });

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
