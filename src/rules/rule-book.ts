import { problemKinds } from "../yaml/problem.js";
import type { Check, Rule } from "./define.js";
import { waiverRules } from "./waiver-rules.js";

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
