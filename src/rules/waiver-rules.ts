import type { RuleDoc } from "./define.js";

const HOW =
  "Once every rule has run, the entries of accept are matched with the findings. With --only, waivers of the other rules are not judged.";
const SOURCE = ["docs/inventory.md"];

/** What can be wrong with a waiver: it has expired, accepts nothing, or names no rule. */
export const waiverRules: readonly RuleDoc[] = [
  {
    slug: "waiver/expired",
    severity: "error",
    title: "A waiver expires at the end of its last day.",
    why: "A finding was accepted for a limited time. After that its reason must be reviewed; until then the finding counts again.",
    how: "until of each entry of accept, compared with today (--today): it applies on that day, not on the next.",
    fix: "Fix the finding, or review the reason and set a new day.",
    source: SOURCE,
  },
  {
    slug: "waiver/unknown-rule",
    severity: "error",
    title: "A waiver names an existing rule.",
    why: "A waiver with an unknown slug accepts nothing. It looks as if a risk was weighed, but none was.",
    how: `rule of each entry of accept, looked up among the built-in rules and the project's own. ${HOW}`,
    fix: "Correct the slug; mmconf explain lists them. The shape of the inventory (schema/...) and the waivers themselves can't be waived.",
    source: SOURCE,
  },
  {
    slug: "waiver/unused",
    severity: "warning",
    title: "A waiver accepts an existing finding.",
    why: "Once the finding is fixed, its waiver would silently accept the next one like it, which nobody has weighed.",
    how: HOW,
    fix: "Remove the waiver, or correct its subject.",
    source: SOURCE,
  },
];
