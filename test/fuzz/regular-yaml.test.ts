import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readFullYaml } from "../../src/yaml/full-yaml.js";
import type { Node } from "../../src/yaml/node.js";
import { readRegularYaml } from "../../src/yaml/regular-yaml.js";
import { Source } from "../../src/yaml/source.js";
import { edited } from "./edits.js";
import { repeatedTexts, yamlTexts } from "./yaml-texts.js";

/** Thousands in CI; `MMCONF_FUZZ=1000000 npx vitest run test/fuzz/regular-yaml.test.ts` for a million. */
const CASES = Number(process.env.MMCONF_FUZZ ?? 4000);

const inventoriesIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => /\.(?:ya?ml|json)$/.test(name))
    .map((name) => join(folder, name));

/** What a check must find in an inventory stands beside it, as a list. */
const FILES = [...inventoriesIn("inventories"), ...inventoriesIn("test/rules/cases")].filter(
  (file) => !file.endsWith("finds.yaml"),
);
const LINES = inventoriesIn("inventories").map((file) => readFileSync(file, "utf8").split("\n"));

/** A few lines of a real inventory, moved to the left margin. */
const excerpts = fc
  .tuple(fc.constantFrom(...LINES), fc.nat(), fc.integer({ min: 1, max: 12 }))
  .map(([lines, at, count]) => {
    const taken = lines.slice(at % lines.length, (at % lines.length) + count);
    const margin = /^ */.exec(taken[0] ?? "")?.[0].length ?? 0;
    return taken.map((line) => line.slice(Math.min(margin, /^ */.exec(line)?.[0].length ?? 0))).join("\n");
  });

const onWindows = (text: string): string => text.replaceAll("\n", "\r\n");

/** All that a tree holds, in order, each with its place. */
const told = (node: Node): unknown => {
  if (node.kind === "scalar") return [node.value, node.origin];
  if (node.kind === "list") return [node.items.map(told), node.origin];
  return [[...node.entries].map(([key, child]) => [key, told(child)]), node.origin];
};

/** True where the regular reader took the text; it must then agree with the full one. */
const agreed = (text: string): boolean => {
  const regular = readRegularYaml(new Source("fuzz.yaml", text));
  if (!regular.ok) return false;
  const full = readFullYaml(new Source("fuzz.yaml", text));
  expect([full.problems, told(full.root)]).toEqual([[], told(regular.root)]);
  return true;
};

describe("the reader of regular YAML", () => {
  it("takes every inventory of the project, and the full reader reads them alike", () => {
    expect(FILES.length).toBeGreaterThan(100);
    expect(FILES.filter((file) => !agreed(readFileSync(file, "utf8")))).toEqual([]);
  });

  it("counts how deep a map goes that is repeated further in", () => {
    const nested = (depth: number, inner: string) => `${"{ k: ".repeat(depth)}${inner}${" }".repeat(depth)}`;
    const text = (depth: number) => `a: ${nested(40, "v")}\nb: ${nested(depth, nested(40, "v"))}\n`;
    expect(agreed(text(18))).toBe(true);
    expect(agreed(text(30))).toBe(false);
  });

  it.each([
    ["texts of every layout", yamlTexts, 0.15],
    ["texts that repeat a map", repeatedTexts, 0.3],
    ["texts that repeat a map, with slips in them", edited(repeatedTexts, { least: 1, most: 2 }), 0.04],
    ["texts with slips in them", edited(yamlTexts, { least: 1, most: 3 }), 0.04],
    ["parts of real inventories with slips in them", edited(excerpts, { least: 0, most: 3 }), 0.1],
    [
      "lines that end as on Windows",
      edited(fc.oneof(excerpts, yamlTexts).map(onWindows), { least: 0, most: 2 }),
      0.1,
    ],
  ])("declines, or agrees with the full reader: %s", (_title, texts, least) => {
    let taken = 0;
    fc.assert(
      fc.property(texts, (text) => {
        if (agreed(text)) taken++;
      }),
      { numRuns: CASES },
    );
    expect(taken).toBeGreaterThan(CASES * least);
  });
});
