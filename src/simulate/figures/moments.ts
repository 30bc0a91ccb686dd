import type { Curve, Curves } from "./curves.js";

/** The state of the tier at `t` seconds, as the mean of the runs, and what has happened since the moment before. */
export interface Moment {
  readonly t: number;
  /** Requests that HAProxy or the kernel before it holds back. */
  readonly queued: number;
  /** Slots that are taken. */
  readonly busy: number;
  /** Jobs that are at an app server and have no slot. */
  readonly waiting: number;
  /** Requests that were answered. */
  readonly answered: number;
  /** Requests that ended in 503 or 504. */
  readonly failed: number;
  /** Server lines, over all HAProxy processes, that are DOWN. */
  readonly down: number;
}

export const momentsOf = (curves: Curves, runs: number): readonly Moment[] => {
  const { step, answered, failed, queued, busy, waiting, down } = curves;
  const all = (parts: readonly Curve[], at: number): number =>
    parts.reduce((sum, curve) => sum + (curve[at] ?? 0), 0) / runs;
  return answered.map((count, at) => ({
    t: ((at + 1) * step) / 1000,
    queued: all(queued, at),
    busy: all(busy, at),
    waiting: all(waiting, at),
    answered: count / runs,
    failed: (failed[at] ?? 0) / runs,
    down: all(down, at),
  }));
};
