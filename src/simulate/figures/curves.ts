import type { Milliseconds } from "../../text/units.js";

/** A figure at regular moments, the first of them one step after the beginning. */
export type Curve = readonly number[];

/**
 * The state of the tier over time, as whole numbers summed over any number of runs: sums of them are exact, and the same
 * in whatever order they are taken. A run that is over has nothing under way.
 */
export interface Curves {
  /** Time between two moments: a second, or a power of two of that. */
  readonly step: Milliseconds;
  /** Requests that were answered since the moment before. */
  readonly answered: Curve;
  /** Requests that ended in 503 or 504 since the moment before. */
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

export const addCurves = (one: Curves, other: Curves): Curves => {
  const step = Math.max(one.step, other.step);
  const [a, b] = [coarser(one, step), coarser(other, step)];
  const each = (ours: readonly Curve[], theirs: readonly Curve[]): readonly Curve[] =>
    Array.from({ length: Math.max(ours.length, theirs.length) }, (_, at) =>
      add(ours[at] ?? [], theirs[at] ?? []),
    );
  return {
    step,
    answered: add(a.answered, b.answered),
    failed: add(a.failed, b.failed),
    queued: each(a.queued, b.queued),
    busy: each(a.busy, b.busy),
    waiting: each(a.waiting, b.waiting),
    down: each(a.down, b.down),
  };
};

const add = (one: Curve, other: Curve): Curve => {
  const [longer, shorter] = one.length >= other.length ? [one, other] : [other, one];
  return longer.map((value, at) => value + (shorter[at] ?? 0));
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
