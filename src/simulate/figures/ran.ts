import type { Plan } from "../plan/plan.js";
import { simulateRun } from "../world/run.js";
import { noCurves } from "./curves.js";
import type { RunFigures } from "./figures.js";
import { figuresOf } from "./figures.js";
import type { Sums } from "./sums.js";
import { addSums, sumsOf } from "./sums.js";

/** What is kept of any number of runs: plain numbers, that can be written down and put together with those of others. */
export interface Ran {
  /** In the order of their numbers. */
  readonly runs: readonly RunFigures[];
  readonly sums: Sums;
}

/** One run of a plan. */
export interface RanOnce {
  readonly figures: RunFigures;
  readonly sums: Sums;
}

export const runOnce = (plan: Plan, seed: number, run: number, variation = 0): RanOnce => {
  const result = simulateRun(plan, seed, run, variation);
  return { figures: figuresOf(run, result), sums: sumsOf(result) };
};

/** Runs as they come, in whatever order: what they give together depends on none. */
export class Gathered implements Ran {
  readonly runs: RunFigures[] = [];
  sums: Sums;

  constructor({ curves }: Pick<Plan, "curves">) {
    this.sums = {
      curves: noCurves(curves.proxies.length, curves.servers.length),
      waits: [],
      queueWaits: [],
    };
  }

  add({ figures, sums }: RanOnce): void {
    let at = this.runs.length;
    while (at > 0 && (this.runs[at - 1]?.run ?? 0) > figures.run) at--;
    this.runs.splice(at, 0, figures);
    this.sums = addSums(this.sums, sums);
  }
}
