import type { RunResult } from "../world/run.js";
import type { Counts } from "./counts.js";
import { addCounts } from "./counts.js";
import type { Curves } from "./curves.js";
import { addCurves } from "./curves.js";

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
  waits: addCounts(one.waits, other.waits),
  queueWaits: addCounts(one.queueWaits, other.queueWaits),
});
