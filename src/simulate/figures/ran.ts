import type { Plan } from "../plan/plan.js";
import { noCurves } from "../world/curves.js";
import type { StormRun } from "../world/run.js";
import { simulateRun } from "../world/run.js";
import type { StationKind } from "../world/station.js";
import type { RunFigures } from "./run-figures.js";
import { figuresOf } from "./run-figures.js";
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

export const runOnce = (run: StormRun, kinds: readonly StationKind[]): RanOnce => {
  const result = simulateRun(run, kinds);
  return { figures: figuresOf(run.run, result), sums: sumsOf(result) };
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
