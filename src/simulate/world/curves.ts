import type { Milliseconds } from "../../text/units.js";

/** A figure at regular moments, the first of them one step after the beginning. */
export type Curve = readonly number[];

/**
 * The state of the world over time, as whole numbers summed over any number of runs: sums of them are exact, and the same
 * in whatever order they are taken. A run that is over has nothing under way.
 */
export interface Curves {
  /** Time between two moments: a second, or a power of two of that. */
  readonly step: Milliseconds;
  /** Requests that were answered since the moment before. */
  readonly answered: Curve;
  /** Requests that ended in 500, 503 or 504 since the moment before. */
  readonly failed: Curve;
  /** By place among the proxies' curves: requests that HAProxy or the kernel before it holds back. */
  readonly queued: readonly Curve[];
  /** By place among the servers' curves: slots that are taken. */
  readonly busy: readonly Curve[];
  /** The same: jobs that are there and have no slot. */
  readonly waiting: readonly Curve[];
  /** The same: server lines to them, over all HAProxy processes, that are DOWN. */
  readonly down: readonly Curve[];
}

const FIRST_STEP = 1000;

/** Those of no run at all. */
export const noCurves = (proxies: number, servers: number): Curves => {
  const none = (count: number): readonly Curve[] => Array.from({ length: count }, () => []);
  return {
    step: FIRST_STEP,
    answered: [],
    failed: [],
    queued: none(proxies),
    busy: none(servers),
    waiting: none(servers),
    down: none(servers),
  };
};

/** The curves at longer steps; steps are powers of two of one another. */
export const coarser = (curves: Curves, step: Milliseconds): Curves => {
  const times = step / curves.step;
  if (times === 1) return curves;
  const states = (each: readonly Curve[]): readonly Curve[] => each.map((curve) => everyLast(curve, times));
  return {
    step,
    answered: everySum(curves.answered, times),
    failed: everySum(curves.failed, times),
    queued: states(curves.queued),
    busy: states(curves.busy),
    waiting: states(curves.waiting),
    down: states(curves.down),
  };
};

/** What happened between two moments counts to the later one. */
const everySum = (curve: Curve, times: number): Curve =>
  Array.from({ length: Math.ceil(curve.length / times) }, (_, at) =>
    curve.slice(at * times, (at + 1) * times).reduce((sum, value) => sum + value, 0),
  );

/** A state is the one at the moment itself. */
const everyLast = (curve: Curve, times: number): Curve =>
  Array.from({ length: Math.ceil(curve.length / times) }, (_, at) => curve[(at + 1) * times - 1] ?? 0);

/** The state of the world at one moment, and what has happened since the moment before: one value of each curve. */
export interface Sample {
  readonly answered: number;
  readonly failed: number;
  readonly queued: ArrayLike<number>;
  readonly busy: ArrayLike<number>;
  readonly waiting: ArrayLike<number>;
  readonly down: ArrayLike<number>;
}

/** So many moments are kept; where a run lasts longer, they are taken half as often. */
const MAX_SAMPLES = 600;
const STATES = ["queued", "busy", "waiting", "down"] as const;

type Growing = { readonly [Name in keyof Curves]: Mutable<Curves[Name]> };
type Mutable<T> = T extends Curve ? number[] : T extends readonly Curve[] ? readonly number[][] : T;

/** The curves of one run as it goes on, in memory that does not grow with its length. */
export class Series {
  /** Time of the next sample; it is looked at before every event. */
  next: number;
  private kept: Growing;

  constructor(proxies: number, servers: number) {
    this.kept = growing(noCurves(proxies, servers));
    this.next = this.kept.step;
  }

  get curves(): Curves {
    return this.kept;
  }

  add(sample: Sample): void {
    const { kept } = this;
    kept.answered.push(sample.answered);
    kept.failed.push(sample.failed);
    for (const name of STATES) {
      const values = sample[name];
      const curves = kept[name];
      for (let at = 0; at < curves.length; at++) curves[at]?.push(values[at] ?? 0);
    }
    if (kept.answered.length === MAX_SAMPLES) this.kept = growing(coarser(kept, 2 * kept.step));
    this.next = (this.kept.answered.length + 1) * this.kept.step;
  }
}

const growing = ({ step, answered, failed, queued, busy, waiting, down }: Curves): Growing => {
  const copies = (curves: readonly Curve[]): readonly number[][] => curves.map((curve) => [...curve]);
  return {
    step,
    answered: [...answered],
    failed: [...failed],
    queued: copies(queued),
    busy: copies(busy),
    waiting: copies(waiting),
    down: copies(down),
  };
};
