import type { Curve, Curves } from "./curves.js";
import { coarser, noCurves } from "./curves.js";

/** The state of the tier at one moment, and what has happened since the moment before: one value of each curve. */
export interface Sample {
  readonly answered: number;
  readonly failed: number;
  readonly queued: ArrayLike<number>;
  readonly busy: ArrayLike<number>;
  readonly waiting: ArrayLike<number>;
  readonly down: ArrayLike<number>;
}

/** So many moments are kept; where a run lasts longer, they are taken half as often. */
const MOST = 600;

type Growing = { readonly [Name in keyof Curves]: Mutable<Curves[Name]> };
type Mutable<T> = T extends Curve ? number[] : T extends readonly Curve[] ? readonly number[][] : T;

/** The curves of one run as it goes on, in memory that does not grow with its length. */
export class Series {
  private kept: Growing;

  constructor(proxies: number, servers: number) {
    this.kept = growing(noCurves(proxies, servers));
  }

  get curves(): Curves {
    return this.kept;
  }

  /** Time of the next sample. */
  get next(): number {
    return (this.kept.answered.length + 1) * this.kept.step;
  }

  add(sample: Sample): void {
    const { kept } = this;
    kept.answered.push(sample.answered);
    kept.failed.push(sample.failed);
    for (const name of ["queued", "busy", "waiting", "down"] as const)
      for (const [at, curve] of kept[name].entries()) curve.push(sample[name][at] ?? 0);
    if (kept.answered.length === MOST) this.kept = growing(coarser(kept, 2 * kept.step));
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
