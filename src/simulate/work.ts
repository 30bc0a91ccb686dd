import type { Ran } from "./figures/ran.js";
import { Gathered, runOnce } from "./figures/ran.js";
import type { Plan } from "./plan/plan.js";
import type { SimulatedRuntime } from "./runtime.js";
import { stationsOf } from "./runtime.js";

/** Runs of one plan that are to be done. */
export interface Work {
  readonly plan: Plan;
  readonly seed: number;
  /** The numbers of the runs. */
  readonly runs: readonly number[];
}

/** Does runs wherever it likes: equal work gives equal results. */
export interface Runner {
  /** Those whose instances it can run. */
  readonly runtimes: readonly SimulatedRuntime[];
  readonly run: (work: Work) => Promise<Ran>;
  /** Tells how many more runs are to come, as far as that is known. */
  readonly expect: (runs: number) => void;
}

/** Does them one after the other. */
export const runAll = ({ plan, seed, runs }: Work, runtimes: readonly SimulatedRuntime[]): Ran => {
  const kinds = stationsOf(runtimes);
  const gathered = new Gathered(plan);
  for (const run of runs) gathered.add(runOnce({ plan, seed, run }, kinds));
  return gathered;
};

/** Does them where it is called. */
export const here = (runtimes: readonly SimulatedRuntime[]): Runner => ({
  runtimes,
  run: async (work) => runAll(work, runtimes),
  expect: () => undefined,
});
