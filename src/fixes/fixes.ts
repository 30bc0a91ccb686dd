import type { Fleet } from "../fleet/fleet.js";
import type { Finding } from "../rules/finding.js";
import { Bench } from "./bench.js";
import { proposalsFor } from "./proposals.js";
import { searchFix, searchWithin } from "./search.js";
import type { Trial, Trying } from "./trial.js";
import { slowerBecause } from "./trial.js";

/**
 * Findings with their fix as values, tried on the fleet: applied, they remove the finding, add none of equal or higher
 * severity, and lower no storm's answered share; where p99 rises, the fix says so.
 */
export const withSets = (fleet: Fleet, findings: readonly Finding[], trying: Trying): readonly Finding[] => {
  const bench = new Bench(fleet, trying);
  let proposals: readonly (readonly string[])[] | undefined;
  const tuned = (finding: Finding): Trial | undefined => {
    proposals ??= proposalsFor(fleet, bench.before, trying);
    return searchWithin(bench, finding, proposals);
  };
  return findings.map((finding) => {
    const fixable = finding.candidates !== undefined && finding.candidates.length > 0;
    const trial = fixable ? (searchFix(bench, finding) ?? tuned(finding)) : undefined;
    if (trial === undefined) return { ...finding, set: [] };
    const slower = slowerBecause(fleet, trial.fleet);
    const fix = slower === undefined ? finding.fix : `${finding.fix}. With the values in set ${slower}`;
    return { ...finding, fix, set: trial.sets };
  });
};
