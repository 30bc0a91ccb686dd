import type { Fleet } from "../fleet/fleet.js";
import type { Candidate } from "../moves/candidate.js";
import { movesOf } from "../moves/candidate.js";
import type { Finding } from "../rules/finding.js";
import { showSeconds } from "../text/units.js";
import { settingsOf } from "./settings.js";
import type { Trial, Trying } from "./trial.js";
import { answersAsMany, lay, longerWait, newIn, remains } from "./trial.js";

/** Candidates that may be laid over another to take away what that one brings. */
const STEPS = 3;
/** Trials of one finding. */
const MOST_TRIALS = 40;
/** Hosts that are resolved and judged anew for the findings of one fleet. */
const MOST_HOSTS = 400_000;

/** Findings with the first of their candidates that holds what a fix promises, tried on the fleet. */
export const withSets = (fleet: Fleet, findings: readonly Finding[], trying: Trying): readonly Finding[] => {
  const before = trying.judge(fleet);
  const hosts = fleet.proxies.length + fleet.appServers.length;
  const known = new Map<string, Judged | undefined>();
  let left = Math.max(Math.floor(MOST_HOSTS / hosts), 1);

  const judged = (sets: readonly string[]): Judged | undefined => {
    const key = sets.join("\n");
    if (!known.has(key)) {
      left--;
      const trial = lay(fleet, sets, trying);
      known.set(key, trial && { ...trial, findings: undefined });
    }
    return known.get(key);
  };
  const findingsOn = (trial: Judged): readonly Finding[] => {
    trial.findings ??= trying.judge(trial.fleet);
    return trial.findings;
  };

  const fixOf = (finding: Finding): Trial | undefined => {
    let tries = MOST_TRIALS;
    const attempt = (
      sets: readonly string[],
      on: Fleet,
      candidate: Candidate,
      steps: number,
    ): Trial | undefined => {
      if (--tries < 0 || left < 0) return undefined;
      const own = settingsOf(movesOf(on.node, candidate));
      if (own.length === 0) return undefined;
      const trial = judged(laidOver(sets, own));
      if (trial === undefined || remains(trial.fleet, finding, trying)) return undefined;
      const fresh = newIn(findingsOn(trial), before, finding.severity);
      const [next] = fresh;
      if (next === undefined && answersAsMany(fleet, trial.fleet)) return trial;
      if (steps === 0) return undefined;
      // With fewer answers something else is too short: what is found now and was not so before says what.
      const causes = next === undefined ? newIn(findingsOn(trial), before, "info") : [next];
      return firstOf(causes, (cause) =>
        firstOf(cause.candidates ?? [], (more) => attempt(trial.sets, trial.fleet, more, steps - 1)),
      );
    };
    return firstOf(finding.candidates ?? [], (candidate) => attempt([], fleet, candidate, STEPS));
  };

  return findings.map((finding) => {
    const trial = finding.candidates === undefined ? undefined : fixOf(finding);
    if (trial === undefined) return { ...finding, set: [] };
    const wait = longerWait(fleet, trial.fleet);
    const fix =
      wait === undefined
        ? finding.fix
        : `${finding.fix}. The values in set let a request wait up to ${showSeconds(wait.is)} for a slot, ${showSeconds(wait.was)} so far`;
    return { ...finding, fix, set: trial.sets };
  });
};

interface Judged extends Trial {
  findings: readonly Finding[] | undefined;
}

const firstOf = <T, R>(all: readonly T[], of: (one: T) => R | undefined): R | undefined => {
  for (const one of all) {
    const found = of(one);
    if (found !== undefined) return found;
  }
  return undefined;
};

/** A path that is set anew takes its later value alone. */
const laidOver = (sets: readonly string[], more: readonly string[]): readonly string[] => {
  const paths = new Set(more.map(pathOf));
  return [...sets.filter((set) => !paths.has(pathOf(set))), ...more];
};

const pathOf = (set: string): string => set.slice(0, set.indexOf("="));
