import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { builtIn } from "../../src/api/built-in.js";
import { loadInventory, validate } from "../../src/api/library.js";
import type { Fleet } from "../../src/fleet/fleet.js";
import { here } from "../../src/simulate/work.js";
import { isOpen } from "../../src/tune/search.js";
import { tune } from "../../src/tune/tune.js";

const runner = here(builtIn.runtimes);

const CASES = "test/rules/cases";

const folders = readdirSync(CASES, { withFileTypes: true }).filter((entry) => entry.isDirectory());

const inventories = (folder: string): readonly string[] =>
  readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".yaml"))
    .map((entry) => join(entry.parentPath, entry.name));

const judge = (fleet: Fleet) => validate(fleet, { today: "2026-11-24" }).findings;

/** Each area is some fifty storms; a machine that does other work takes its time. Milliseconds. */
const MINUTES = 180_000;

describe("tune of every fleet that the rules are tested with", () => {
  it.each(folders.map(({ name }) => name))(
    "brings no finding that was not there: %s",
    async (area) => {
      let tuned = 0;
      for (const file of inventories(join(CASES, area))) {
        const loaded = loadInventory(file);
        const options = { runs: 1, judge, runner, targets: builtIn };
        const result = loaded.ok ? await tune(loaded.fleet, options) : undefined;
        if (!loaded.ok || !result?.ok) continue;
        tuned++;
        const before = new Set(
          judge(loaded.fleet)
            .filter(isOpen)
            .map(({ rule }) => rule),
        );
        const fresh = result.tuning.remaining.filter(({ rule }) => !before.has(rule));
        expect(fresh, file).toEqual([]);
      }
      expect(tuned).toBeGreaterThan(0);
    },
    MINUTES,
  );
});
