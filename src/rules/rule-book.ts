import { problemKinds } from "../yaml/problem.js";
import { cfgRules } from "./cfg/all.js";
import type { Rule, RuleDoc } from "./define.js";
import { waiverRules } from "./waiver-rules.js";

/** Every rule whose slug a finding can have, sorted by slug. */
export const ruleBook = (rules: readonly Rule[]): readonly RuleDoc[] =>
  [...rules, ...onlyOfFiles(rules), ...waiverRules, ...inventoryRules()].sort((a, b) =>
    a.slug < b.slug ? -1 : 1,
  );

/** Rules on haproxy.cfg that there are none of for fleets. */
const onlyOfFiles = (rules: readonly Rule[]): readonly RuleDoc[] =>
  cfgRules.filter(({ slug }) => !rules.some((rule) => rule.slug === slug));

const inventoryRules = (): RuleDoc[] =>
  [...problemKinds()].map(([slug, { title, why }]) => ({
    slug,
    severity: "error",
    title,
    why,
    how: "Found while the inventory is read, before any rule runs. All problems are reported at once, each at its place.",
    fix: "Correct the inventory at the place named; mmconf schema prints its shape.",
    source: ["docs/inventory.md"],
  }));
