import { problemKinds } from "../yaml/problem.js";
import type { Rule, RuleDoc } from "./define.js";
import { waiverRules } from "./waiver-rules.js";

/** Every rule whose slug a finding can bear, sorted by slug. */
export const ruleBook = (rules: readonly Rule[]): readonly RuleDoc[] =>
  [...rules, ...waiverRules, ...inventoryRules()].sort((a, b) => (a.slug < b.slug ? -1 : 1));

const inventoryRules = (): RuleDoc[] =>
  [...problemKinds()].map(([slug, { title, why }]) => ({
    slug,
    severity: "error",
    title,
    why,
    how: "Read with the inventory, before any rule runs. All that is wrong is told at once, each at its place.",
    fix: "Correct the inventory at the place named; mmconf schema prints its shape.",
    source: ["docs/inventory.md"],
  }));
