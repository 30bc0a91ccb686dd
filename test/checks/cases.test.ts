import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { allChecks } from "../../src/checks/all.js";
import type { Verdict } from "../../src/checks/define.js";
import { loadInventory } from "../../src/load.js";

const CASES = "test/checks/cases";

/** What a check says of one of the inventories under test/checks/cases. */
const verdictsOn = (slug: string, file: string): readonly Verdict[] => {
  const loaded = loadInventory(join(CASES, slug, file), {
    environment: slug,
    read: (name) => ({ ok: true, text: readFileSync(name, "utf8") }),
  });
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.findings, null, 2));
  const check = allChecks.find((candidate) => candidate.slug === slug);
  return check?.run(loaded.fleet) ?? [];
};

const kinds = (verdicts: readonly Verdict[]): string[] => [
  ...new Set(verdicts.map((verdict) => verdict.kind)),
];

describe.each(allChecks.map((check) => check.slug))("%s", (slug) => {
  it("finds a fault in the inventory that fails it, with its figures and a mend", () => {
    const faults = verdictsOn(slug, "fails.yaml").filter((verdict) => verdict.kind === "fault");
    expect(faults.length).toBeGreaterThan(0);
    for (const fault of faults) {
      expect(fault.message).not.toMatch(/undefined|NaN|\[object/);
      expect(fault.why).not.toMatch(/undefined|NaN|\[object/);
      expect(fault.mend).toMatch(/\S/);
      expect(fault.at.line).toBeGreaterThan(0);
    }
  });

  it("applies to the inventory that passes it, and finds nothing there", () => {
    expect(kinds(verdictsOn(slug, "passes.yaml"))).toEqual(["pass"]);
  });

  const lacking = existsSync(join(CASES, slug, "lacks.yaml"));
  if (!lacking) return;
  it("says what it would need where a figure is not given", () => {
    expect(kinds(verdictsOn(slug, "lacks.yaml"))).toContain("lack");
  });
});

describe("the inventory that the cases extend", () => {
  it.each(allChecks.map((check) => check.slug))("gives %s nothing to find", (slug) => {
    expect(kinds(verdictsOn(slug, "../../base.yaml")).filter((kind) => kind !== "pass")).toEqual([]);
  });
});
