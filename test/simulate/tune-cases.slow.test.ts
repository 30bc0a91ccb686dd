import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Fleet } from "../../src/fleet/fleet.js";
import { loadInventory } from "../../src/library.js";
import { tune } from "../../src/simulate/tune.js";
import { isOpen } from "../../src/simulate/tune-search.js";
import { validate } from "../../src/validate.js";

const CASES = "test/checks/cases";

const folders = readdirSync(CASES, { withFileTypes: true }).filter((entry) => entry.isDirectory());

const inventories = (folder: string): readonly string[] =>
  readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".yaml"))
    .map((entry) => join(entry.parentPath, entry.name));

const judge = (fleet: Fleet) => validate(fleet, { today: "2026-11-24" }).findings;

describe("tune of every fleet that the rules are tested with", () => {
  it.each(folders.map(({ name }) => name))("brings no finding that was not there: %s", async (area) => {
    let tuned = 0;
    for (const file of inventories(join(CASES, area))) {
      const loaded = loadInventory(file);
      const result = loaded.ok ? await tune(loaded.fleet, { runs: 1, judge }) : undefined;
      if (!loaded.ok || !result?.ok) continue;
      tuned++;
      const before = new Set(
        judge(loaded.fleet)
          .filter(isOpen)
          .map(({ check }) => check),
      );
      const fresh = result.tuning.remaining.filter(({ check }) => !before.has(check));
      expect(fresh, file).toEqual([]);
    }
    expect(tuned).toBeGreaterThan(0);
  });
});
