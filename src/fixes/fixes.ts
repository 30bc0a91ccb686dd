import type { Fleet } from "../fleet/fleet.js";
import type { Move } from "../moves/move.js";
import type { Finding } from "../rules/finding.js";
import { bySetting } from "../tune/promise.js";
import { Bench } from "./bench.js";
import { proposalsFor } from "./proposals.js";
import { searchFix } from "./search.js";
import { settingsOf } from "./settings.js";
import type { Trial, Trying } from "./trial.js";
import { slowerBecause } from "./trial.js";

/**
 * Findings with their fix as values, tried on the fleet: applied, they remove the finding, add none of equal or higher
 * severity, and lower no storm's answered share; where p99 rises, the fix says so.
 */
export const withSets = (fleet: Fleet, findings: readonly Finding[], trying: Trying): readonly Finding[] => {
  const bench = new Bench(fleet, trying);
  let proposals: readonly (readonly Move[])[] | undefined;
  const tuned = (finding: Finding): Trial | undefined => {
    proposals ??= proposalsFor(fleet, bench.before, trying);
    return leastOf(bench, finding, proposals);
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

/** The first of what tune would write that fixes a finding, less what that does not need. */
const leastOf = (
  bench: Bench,
  finding: Finding,
  proposals: readonly (readonly Move[])[],
): Trial | undefined => {
  for (const moves of proposals) {
    let best = bench.holds(finding, settingsOf(moves));
    if (best === undefined) continue;
    let kept = moves;
    for (const group of bySetting(moves).toReversed()) {
      const less = kept.filter((move) => !group.includes(move));
      const trial = less.length === 0 ? undefined : bench.holds(finding, settingsOf(less));
      if (trial !== undefined) [best, kept] = [trial, less];
    }
    return best;
  }
  return undefined;
};
