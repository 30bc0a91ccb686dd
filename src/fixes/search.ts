import { movesOf } from "../moves/candidate.js";
import type { Finding } from "../rules/finding.js";
import type { Bench } from "./bench.js";
import { settingsOf } from "./settings.js";
import type { Trial } from "./trial.js";
import { answersAsMany, isSame, newIn } from "./trial.js";

/** Candidates that may be laid one over the other. */
const STEPS = 4;
/** Trials for one finding. */
const MOST_TRIALS = 30;

/** A finding's own candidates that are laid over a proposal. */
const MOST_WITH = 2;

/** Settings on their way to a fix. */
interface Step extends Trial {
  /** What is to be taken away next is the first of them. */
  readonly causes: readonly Finding[];
  /** What they bring that a fix may not. */
  readonly cost: number;
  readonly steps: number;
}

/** The first candidate of a finding that holds; else with those of what it brings, on from where least is wrong. */
export const searchFix = (bench: Bench, finding: Finding): Trial | undefined =>
  searchFrom(bench, finding, [startOf(bench, finding)]);

/** The same from settings that are more than a finding needs, alone and with its own, less what it does not. */
export const searchWithin = (
  bench: Bench,
  finding: Finding,
  proposals: readonly (readonly string[])[],
): Trial | undefined => {
  const start = startOf(bench, finding);
  const own = waysFrom(start).slice(0, MOST_WITH);
  const steps = proposals.flatMap((sets) =>
    [sets, ...own.map((more) => laidOver(sets, more))].flatMap((all) => {
      const step = all.length === 0 ? undefined : stepTo(bench, finding, start, all);
      return step === undefined ? [] : [step];
    }),
  );
  const found = steps.find(({ cost }) => cost === 0) ?? searchFrom(bench, finding, steps);
  return found?.sets.toReversed().reduce<Trial>((kept, set) => {
    const less = kept.sets.filter((other) => other !== set);
    return (less.length === 0 ? undefined : bench.holds(finding, less)) ?? kept;
  }, found);
};

const startOf = ({ fleet }: Bench, finding: Finding): Step => ({
  fleet,
  sets: [],
  causes: [finding],
  cost: 0,
  steps: 0,
});

const searchFrom = (bench: Bench, finding: Finding, starts: readonly Step[]): Trial | undefined => {
  let tries = MOST_TRIALS;
  let open = starts;
  while (open.length > 0) {
    const [from, ...rest] = open.toSorted((a, b) => a.cost - b.cost || a.steps - b.steps);
    const next: Step[] = [];
    for (const sets of from === undefined ? [] : waysFrom(from)) {
      if (from === undefined || --tries < 0) return undefined;
      const step = stepTo(bench, finding, from, sets);
      if (step?.cost === 0) return step;
      if (step !== undefined && step.steps < STEPS) next.push(step);
    }
    open = [...rest, ...next];
  }
  return undefined;
};

/** What the candidates of the next cause come to, laid over the settings so far. */
const waysFrom = ({ fleet, sets, causes: [cause] }: Step): readonly (readonly string[])[] => {
  const ways = (cause?.candidates ?? []).map((candidate) => settingsOf(movesOf(fleet.node, candidate)));
  const told = new Set<string>();
  return ways.flatMap((own) => {
    const key = own.join("\n");
    if (own.length === 0 || told.has(key)) return [];
    told.add(key);
    return [laidOver(sets, own)];
  });
};

/** A path that is set anew takes its later value alone. */
const laidOver = (sets: readonly string[], more: readonly string[]): readonly string[] => {
  const paths = new Set(more.map(pathOf));
  return [...sets.filter((set) => !paths.has(pathOf(set))), ...more];
};

const pathOf = (set: string): string => set.slice(0, set.indexOf("="));

/** Undefined where the finding, or what the settings were to take away, remains. */
const stepTo = (bench: Bench, finding: Finding, from: Step, sets: readonly string[]): Step | undefined => {
  const trial = bench.without(finding, sets);
  if (trial === undefined) return undefined;
  const found = bench.findingsOn(trial);
  const fresh = newIn(found, bench.before, finding.severity);
  const [cause] = from.causes;
  if (cause !== undefined && fresh.some((other) => isSame(other, cause))) return undefined;
  const fewer = !answersAsMany(bench.fleet, trial.fleet);
  // Where fewer are answered something else is too short: what says why requests fail says what.
  const failing = found.filter(({ claims, severity }) => claims !== null || severity === "error");
  const causes = fresh.length === 0 && fewer ? [...newIn(found, bench.before, "info"), ...failing] : fresh;
  return { ...trial, causes, cost: fresh.length + Number(fewer), steps: from.steps + 1 };
};
