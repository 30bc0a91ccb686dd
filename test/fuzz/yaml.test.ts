import { readFileSync } from "node:fs";
import { setImmediate } from "node:timers/promises";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { loadInventory } from "../../src/api/load.js";
import { formatText } from "../../src/report/findings/text.js";
import { edited } from "./edits.js";

/** Thousands in CI; `npm run fuzz:yaml` asks for a million, with the slowest of them and the memory taken. */
const CASES = Number(process.env.MMCONF_FUZZ ?? 3000);

/** One after the other, so that the process that waits for the result hears of this one in between. */
const SLICE = 10_000;

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

/** What is worth knowing of a long run. */
interface Worst {
  milliseconds: number;
  text: string;
  bytes: number;
}

const told = ({ milliseconds, text, bytes }: Worst): string =>
  `${CASES} cases; at most ${Math.round(bytes / 2 ** 20)} MiB; the slowest took ${milliseconds.toFixed(1)} ms: ${JSON.stringify(text)}`;

/** Reads a text as an inventory, and holds what is said of it; true where it was refused. */
const isRefused = (text: string): boolean => {
  const loaded = loadInventory("inventories/fuzz.yaml", {
    read: (file) => {
      const found = file === "inventories/fuzz.yaml" ? text : FILES.get(file);
      return found === undefined ? { ok: false, reason: "it does not exist" } : { ok: true, text: found };
    },
  });
  if (loaded.ok) return false;
  expect(loaded.findings.length).toBeGreaterThan(0);
  for (const { at, message, fix } of loaded.findings) {
    expect(at.line).toBeGreaterThan(0);
    expect(at.column).toBeGreaterThan(0);
    expect(at.line).toBeLessThanOrEqual((loaded.sources.get(at.file) ?? "").split("\n").length + 1);
    expect(`${message} ${fix}`).not.toMatch(/undefined|\[object|at .*\.js:\d/);
  }
  // The report shows the place: it must stand whatever the line holds.
  formatText(
    { environments: ["fuzz"], findings: loaded.findings, sources: loaded.sources, rules: [] },
    { color: false, columns: 100 },
  );
  return true;
};

describe("whatever text an inventory holds", () => {
  it("it is read as a fleet, or what is wrong with it is told at its place", async () => {
    let refused = 0;
    const worst: Worst = { milliseconds: 0, text: "", bytes: 0 };
    for (let done = 0; done < CASES; done += SLICE) {
      fc.assert(
        fc.property(mutated, (text) => {
          // Of the processor: what other programs take of it is not the case's.
          const started = process.cpuUsage();
          if (isRefused(text)) refused++;
          const { user, system } = process.cpuUsage(started);
          const milliseconds = (user + system) / 1000;
          if (milliseconds > worst.milliseconds) Object.assign(worst, { milliseconds, text });
        }),
        { numRuns: Math.min(SLICE, CASES - done) },
      );
      worst.bytes = Math.max(worst.bytes, process.memoryUsage.rss());
      await setImmediate();
    }
    if (CASES > SLICE) process.stdout.write(`${told(worst)}\n`);
    expect(refused).toBeGreaterThan(CASES / 3);
  });
});
