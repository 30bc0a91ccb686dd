import { allRules } from "../../src/api/built-in.js";
import type { Fault, RuleResult } from "../../src/rules/define.js";
import { loadOnBase } from "../inventory/from-text.js";

/** What a check says of the small tier with `text` on top. */
export const verdictsOn = (slug: string, text: string): readonly RuleResult[] => {
  const loaded = loadOnBase(text);
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.findings, null, 2));
  const check = allRules.find((candidate) => candidate.slug === slug);
  if (check === undefined) throw new Error(`there is no check ${slug}`);
  return check.run(loaded.fleet);
};

/** The kinds of its verdicts, each once. */
export const kindsOn = (slug: string, text: string): readonly RuleResult["kind"][] => [
  ...new Set(verdictsOn(slug, text).map((verdict) => verdict.kind)),
];

/** Its faults, in words: `severity message (fix)`. */
export const faultsOn = (slug: string, text: string): readonly string[] =>
  verdictsOn(slug, text)
    .filter((verdict): verdict is Fault => verdict.kind === "fault")
    .map(({ severity, message, fix }) => `${severity ?? "own"} ${message} (${fix})`);
