import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { allRules } from "../../src/api/built-in.js";
import { loadInventory } from "../../src/api/load.js";
import { subjectText } from "../../src/fleet/subject.js";
import type { Fault, RuleResult } from "../../src/rules/define.js";

const CASES = "test/rules/cases";

/** What a check says of one of the inventories under test/rules/cases. */
const verdictsOn = (slug: string, file: string): readonly RuleResult[] => {
  const loaded = loadInventory(join(CASES, slug, file), {
    environment: slug,
    read: (name) => ({ ok: true, text: readFileSync(name, "utf8") }),
  });
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.findings, null, 2));
  const check = allRules.find((candidate) => candidate.slug === slug);
  return check?.run(loaded.fleet) ?? [];
};

/** The severity of a check whose finding has none of its own. */
const own = (slug: string) => allRules.find((candidate) => candidate.slug === slug)?.severity;

const kinds = (verdicts: readonly RuleResult[]): string[] => [
  ...new Set(verdicts.map((verdict) => verdict.kind)),
];

describe.each(allRules.map((check) => check.slug))("%s", (slug) => {
  it("finds a fault in the inventory that fails it, with its figures and a fix", () => {
    const faults = verdictsOn(slug, "fails.yaml").filter((verdict) => verdict.kind === "fault");
    expect(faults.length).toBeGreaterThan(0);
    for (const fault of faults) expect(fault.at.line).toBeGreaterThan(0);
  });

  it("says of it how bad it is, whom it concerns, which key to look at, and the figures of its comment", () => {
    const found = verdictsOn(slug, "fails.yaml").flatMap((verdict) =>
      verdict.kind === "fault"
        ? [
            {
              severity: own(slug),
              hosts: [],
              ...verdict,
              subject: subjectText(verdict.subject),
              at: verdict.at.path,
            },
          ]
        : [],
    );
    const expected: unknown = parse(readFileSync(join(CASES, slug, "finds.yaml"), "utf8"));
    expect(found).toMatchObject(expected as object[]);
    expect(found.map(({ figures }) => figures)).toEqual((expected as Fault[]).map(({ figures }) => figures));
  });

  it("fills every blank of what it says", () => {
    for (const verdict of verdictsOn(slug, "fails.yaml"))
      for (const text of verdict.kind === "fault" ? [verdict.message, verdict.why, verdict.fix] : []) {
        expect(text).toMatch(/^\S.*\S$/);
        expect(text).not.toMatch(/undefined|null|NaN|Infinity|\[object| {2}|[(] | [,;)]/);
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
  it.each(allRules.map((check) => check.slug))("gives %s nothing to find", (slug) => {
    expect(kinds(verdictsOn(slug, "../../base.yaml")).filter((kind) => kind !== "pass")).toEqual([]);
  });
});
