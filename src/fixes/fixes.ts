import type { Fleet } from "../fleet/fleet.js";
import { movesOf } from "../moves/candidate.js";
import type { Move } from "../moves/move.js";
import type { Finding } from "../rules/finding.js";
import { bySetting } from "../tune/promise.js";
import { proposalsFor } from "./proposals.js";
import { settingsOf } from "./settings.js";
import type { Trial, Trying } from "./trial.js";
import { answersAsMany, isSame, lay, newIn, remains, slowerBecause } from "./trial.js";

/** Candidates that may be laid over another to take away what that one brings. */
const STEPS = 4;
/** Trials of one finding. */
const MOST_TRIALS = 30;
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

  /** What laying a candidate over settings comes to; undefined where the finding, or what it was laid for, remains. */
  const stepOf = (finding: Finding, from: Step, own: readonly string[], cause: Finding): Step | undefined => {
    if (left < 0) return undefined;
    const trial = judged(laidOver(from.sets, own));
    if (trial === undefined || remains(trial.fleet, finding, trying)) return undefined;
    const found = findingsOn(trial);
    const fresh = newIn(found, before, finding.severity);
    if (fresh.some((other) => isSame(other, cause))) return undefined;
    const fewer = !answersAsMany(fleet, trial.fleet);
    // Where no more are answered something else is too short: what says why requests fail says what.
    const failing = found.filter(({ claims, severity }) => claims !== null || severity === "error");
    const causes = fresh.length === 0 && fewer ? [...newIn(found, before, "info"), ...failing] : fresh;
    return { ...trial, causes, cost: fresh.length + Number(fewer), steps: from.steps + 1 };
  };

  /** The direct way first; then on from where least is wrong. */
  const fixOf = (finding: Finding): Trial | undefined => {
    let tries = MOST_TRIALS;
    let open: readonly Step[] = [{ fleet, sets: [], causes: [finding], cost: 0, steps: 0 }];
    while (open.length > 0) {
      const [from, ...rest] = open.toSorted((a, b) => a.cost - b.cost || a.steps - b.steps);
      const next: Step[] = [];
      const tried = new Set<string>();
      const [cause] = from?.causes ?? [];
      for (const candidate of cause?.candidates ?? []) {
        if (from === undefined || cause === undefined) return undefined;
        const sets = settingsOf(movesOf(from.fleet.node, candidate));
        if (sets.length === 0 || tried.has(sets.join("\n"))) continue;
        tried.add(sets.join("\n"));
        if (--tries < 0) return undefined;
        const step = stepOf(finding, from, sets, cause);
        if (step?.cost === 0) return step;
        if (step !== undefined && step.steps < STEPS) next.push(step);
      }
      open = [...rest, ...next];
    }
    return undefined;
  };

  const holds = (finding: Finding, sets: readonly string[]): Trial | undefined => {
    const trial = left < 0 ? undefined : judged(sets);
    return trial !== undefined &&
      !remains(trial.fleet, finding, trying) &&
      newIn(findingsOn(trial), before, finding.severity).length === 0 &&
      answersAsMany(fleet, trial.fleet)
      ? trial
      : undefined;
  };

  let proposals: readonly (readonly Move[])[] | undefined;
  /** What tune would do by arithmetic alone, less what the finding does not need. */
  const tunedFor = (finding: Finding): Trial | undefined => {
    proposals ??= proposalsFor(fleet, before, trying);
    for (const moves of proposals) {
      let best = holds(finding, settingsOf(moves));
      if (best === undefined) continue;
      let kept = moves;
      for (const group of bySetting(moves).toReversed()) {
        const less = kept.filter((move) => !group.includes(move));
        const trial = less.length === 0 ? undefined : holds(finding, settingsOf(less));
        if (trial !== undefined) [best, kept] = [trial, less];
      }
      return best;
    }
    return undefined;
  };

  return findings.map((finding) => {
    const trial =
      finding.candidates === undefined
        ? undefined
        : (fixOf(finding) ?? (finding.candidates.length > 0 ? tunedFor(finding) : undefined));
    if (trial === undefined) return { ...finding, set: [] };
    const slower = slowerBecause(fleet, trial.fleet);
    const fix = slower === undefined ? finding.fix : `${finding.fix}. With the values in set ${slower}`;
    return { ...finding, fix, set: trial.sets };
  });
};

/** Settings on their way to a fix. */
interface Step extends Trial {
  /** What is to be taken away next is the first of them. */
  readonly causes: readonly Finding[];
  readonly cost: number;
  readonly steps: number;
}

interface Judged extends Trial {
  findings: readonly Finding[] | undefined;
}

/** A path that is set anew takes its later value alone. */
const laidOver = (sets: readonly string[], more: readonly string[]): readonly string[] => {
  const paths = new Set(more.map(pathOf));
  return [...sets.filter((set) => !paths.has(pathOf(set))), ...more];
};

const pathOf = (set: string): string => set.slice(0, set.indexOf("="));
