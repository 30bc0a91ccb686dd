import { problemKinds } from "../inventory/problem.js";
import type { Check } from "./define.js";
import type { Severity } from "./finding.js";
import { waiverRules } from "./waiver-rules.js";

/** A rule as people read it: of a check, of the waivers, or of the inventory's own shape. */
export interface Rule {
  readonly slug: string;
  readonly severity: Severity;
  readonly title: string;
  readonly why: string;
  readonly how: string;
  readonly mend: string;
  readonly source: readonly string[];
}

/** Every rule whose slug a finding can bear, sorted by slug. */
export const ruleBook = (checks: readonly Check[]): readonly Rule[] =>
  [...checks, ...waiverRules, ...inventoryRules()].sort((a, b) => (a.slug < b.slug ? -1 : 1));

const inventoryRules = (): Rule[] =>
  [...problemKinds()].map(([slug, { title, why }]) => ({
    slug,
    severity: "error",
    title,
    why,
    how: "Read with the inventory, before any check runs. All that is wrong is told at once, each at its place.",
    mend: "Correct the inventory at the place named; mmconf schema prints its shape.",
    source: ["docs/inventory.md"],
  }));
