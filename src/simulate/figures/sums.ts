import type { Curve, Curves } from "../world/curves.js";
import { coarser } from "../world/curves.js";
import type { Counts } from "../world/histogram.js";
import type { RunResult } from "../world/run.js";

/** What is kept of all runs together: whole numbers, so that no order of adding them up makes a difference. */
export interface Sums {
  readonly curves: Curves;
  /** From asking to the answer, of the requests that were answered. */
  readonly waits: Counts;
  /** In HAProxy's queues, of all requests. */
  readonly queueWaits: Counts;
}

export const sumsOf = ({ recorder }: RunResult): Sums => ({
  curves: recorder.series.curves,
  waits: recorder.response.counts,
  queueWaits: recorder.queue.counts,
});

export const addSums = (one: Sums, other: Sums): Sums => ({
  curves: addCurves(one.curves, other.curves),
  waits: addEach(one.waits, other.waits),
  queueWaits: addEach(one.queueWaits, other.queueWaits),
});

/** Sums of two rows of figures, place by place; the shorter has none where it ends. */
export const addEach = (one: readonly number[], other: readonly number[]): readonly number[] => {
  const [longer, shorter] = one.length >= other.length ? [one, other] : [other, one];
  return longer.map((value, at) => value + (shorter[at] ?? 0));
};

export const addCurves = (one: Curves, other: Curves): Curves => {
  const step = Math.max(one.step, other.step);
  const [a, b] = [coarser(one, step), coarser(other, step)];
  const each = (ours: readonly Curve[], theirs: readonly Curve[]): readonly Curve[] =>
    Array.from({ length: Math.max(ours.length, theirs.length) }, (_, at) =>
      addEach(ours[at] ?? [], theirs[at] ?? []),
    );
  return {
    step,
    answered: addEach(a.answered, b.answered),
    failed: addEach(a.failed, b.failed),
    queued: each(a.queued, b.queued),
    busy: each(a.busy, b.busy),
    waiting: each(a.waiting, b.waiting),
    down: each(a.down, b.down),
  };
};
