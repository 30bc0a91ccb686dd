import type { Fleet } from "../fleet/fleet.js";
import type { Move } from "../moves/move.js";
import type { Finding } from "../rules/finding.js";
import type { Prediction } from "../simulate/figures/prediction.js";
import { DEFAULT_RUNS, DEFAULT_SEED, simulateBy } from "../simulate/simulate.js";
import type { Runner } from "../simulate/work.js";
import type { Choice } from "./choice.js";
import type { Missing } from "./missing.js";
import { isServed, missingSlots } from "./missing.js";
import type { Kept, Pin } from "./pins.js";
import { keepPromise } from "./promise.js";
import type { Tried } from "./search.js";
import { isOpen, search } from "./search.js";
import type { TuneTargets } from "./stages.js";

export interface TuneOptions {
  readonly storm?: string | undefined;
  readonly runs?: number | undefined;
  readonly seed?: number | undefined;
  readonly targets: TuneTargets;
  /** Values that tune must not change. */
  readonly pins?: readonly Pin[];
  /** Does the runs. */
  readonly runner: Runner;
  /** Every finding on a fleet, waivers applied. */
  readonly judge: (fleet: Fleet) => readonly Finding[];
}

/** What tune proposes, and how the storm fares before and after. */
export interface Tuning {
  readonly moves: readonly Move[];
  /** Those that a pin forbade. */
  readonly kept: readonly Kept[];
  /** The fleet with all moves. */
  readonly fleet: Fleet;
  readonly before: Prediction;
  readonly after: Prediction;
  /** Errors and warnings on the fleet as it is. */
  readonly findings: number;
  /** Those that no move fixes. */
  readonly remaining: readonly Finding[];
  /** The free numbers, and everything that was simulated to settle them. */
  readonly choice: Choice;
  readonly tried: readonly Pick<Tried, "choice" | "remaining" | "answered" | "p99">[];
  readonly served: boolean;
  /** What would serve the storm, where no values do. */
  readonly missing: Missing | undefined;
}

export type Tuned =
  | { readonly ok: true; readonly tuning: Tuning }
  | { readonly ok: false; readonly reason: string };

/** Runs of a storm that settle one free number; every candidate is given the same requests. */
const TRIAL_RUNS = 5;

/**
 * * Proposes values for what may be moved, so that every rule passes and the storm is served with the shortest waits.
 * Arithmetic gives most of them; the processes, the division of the slots and the queue's limit are tried in
 * simulation. Equal fleets and seeds give equal proposals.
 */
export const tune = async (fleet: Fleet, options: TuneOptions): Promise<Tuned> => {
  const { storm, runs = DEFAULT_RUNS, seed = DEFAULT_SEED, targets, pins = [], runner, judge } = options;
  runner.expect(2 * runs);
  const before = await simulateBy(runner, fleet, { storm, runs, seed });
  if (!before.ok) return before;
  const subject = {
    storm: before.prediction.storm,
    runs: Math.min(runs, TRIAL_RUNS),
    seed,
    targets,
    pins,
    runner,
    judge,
  };
  const { best, tried, untried } = await search(fleet, subject);
  const found = judge(fleet).filter(isOpen);
  const sound = await keepPromise({ fleet, found, before: before.prediction }, best, {
    ...subject,
    runs,
  });
  if (!sound.ok) return sound;
  const { moved, remaining, after } = sound;
  const held = moved.kept.map(({ move }) => move.path.join("\0"));
  return {
    ok: true,
    tuning: {
      ...moved,
      kept: [...untried.filter(({ move }) => !held.includes(move.path.join("\0"))), ...moved.kept],
      before: before.prediction,
      after,
      findings: found.length,
      remaining,
      choice: best.choice,
      tried,
      served: isServed(after.answered.mean, remaining),
      missing: await missingSlots(fleet, moved.fleet, { prediction: after, remaining }, subject),
    },
  };
};
