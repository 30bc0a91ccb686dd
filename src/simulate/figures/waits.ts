import type { Counts, Histogram } from "../world/histogram.js";
import { endOf } from "../world/histogram.js";

/** Waits in seconds. */
export interface WaitFigures {
  readonly mean: number;
  readonly p50: number;
  readonly p90: number;
  readonly p99: number;
  readonly max: number;
}

export const WAIT_POINTS = [
  "mean",
  "p50",
  "p90",
  "p99",
  "max",
] as const satisfies readonly (keyof WaitFigures)[];

export const waitFigures = (histogram: Histogram): WaitFigures => ({
  mean: histogram.mean / 1000,
  p50: histogram.quantile(0.5) / 1000,
  p90: histogram.quantile(0.9) / 1000,
  p99: histogram.quantile(0.99) / 1000,
  max: histogram.max / 1000,
});

/** A share of all requests whose wait is not longer. */
export interface WaitShare {
  readonly seconds: number;
  readonly share: number;
}

/** What part of `all` has waited no longer than each bucket's end; from the last bucket on it stays as it is. */
export const cumulative = (counts: Counts, all: number): readonly WaitShare[] => {
  let seen = 0;
  const first = counts.findIndex((count) => count > 0);
  return counts.flatMap((count, bucket) => {
    seen += count;
    // One bucket before the first says where the curve begins.
    return bucket < first - 1 ? [] : [{ seconds: endOf(bucket) / 1000, share: all === 0 ? 0 : seen / all }];
  });
};
