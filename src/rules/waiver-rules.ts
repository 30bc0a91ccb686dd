import type { RuleDoc } from "./define.js";

const HOW =
  "Once every rule has run, the entries of accept are held against their findings. With --only, the rules that were left out are known but not judged.";
const SOURCE = ["docs/inventory.md"];

/** What can be wrong with a waiver: once its day has passed, accepts nothing, or names no rule. */
export const waiverRules: readonly RuleDoc[] = [
  {
    slug: "waiver/expired",
    severity: "error",
    title: "A waiver holds to the end of its last day, and not longer.",
    why: "A finding was accepted for a time. Past it, the reason must be looked at again; until then the finding counts as it did before.",
    how: "until of each entry of accept, compared with today (--today): it holds on that day, and no longer on the next.",
    fix: "Fix the finding, or look at the reason again and set a new day.",
    source: SOURCE,
  },
  {
    slug: "waiver/unknown-rule",
    severity: "error",
    title: "A waiver names a rule that there is.",
    why: "A waiver of a slug that no rule has accepts nothing. It looks as if a risk had been weighed, and none was.",
    how: `rule of each entry of accept, looked up among the built-in rules and the project's own. ${HOW}`,
    fix: "Correct the slug; mmconf explain lists them. The shape of the inventory (schema/...) and the waivers themselves can't be waived.",
    source: SOURCE,
  },
  {
    slug: "waiver/unused",
    severity: "warning",
    title: "A waiver accepts a finding that is there.",
    why: "Once the finding is fixed, its waiver only waits to accept the next one that looks like it, which nobody has weighed.",
    how: HOW,
    fix: "Take the waiver out, or correct its subject.",
    source: SOURCE,
  },
];
