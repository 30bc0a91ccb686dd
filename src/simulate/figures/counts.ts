/** Values below are counted as one: a microsecond, for milliseconds. */
export const MIN_VALUE = 2 ** -10;
/** Each doubling of the value has this many buckets: each ends 4.4 % above the one before. */
export const COARSE_PER_OCTAVE = 16;

/** How many values fall into each bucket, the first of which holds those below MIN_VALUE; of any number of runs. */
export type Counts = readonly number[];

export const addCounts = (one: Counts, other: Counts): Counts => {
  const [longer, shorter] = one.length >= other.length ? [one, other] : [other, one];
  return longer.map((count, bucket) => count + (shorter[bucket] ?? 0));
};

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

/** What was counted as no wait is none. */
const endOf = (bucket: number): number => (bucket === 0 ? 0 : MIN_VALUE * 2 ** (bucket / COARSE_PER_OCTAVE));
