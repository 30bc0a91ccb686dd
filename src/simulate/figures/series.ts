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
