/** Values below are counted as one: a microsecond, for milliseconds. */
const MIN_VALUE = 2 ** -10;
/** Each doubling of the value has this many buckets: each ends 4.4 % above the one before. */
const COARSE_PER_OCTAVE = 16;

/** How many values fall into each bucket, the first of which holds those below MIN_VALUE; of any number of runs. */
export type Counts = readonly number[];

/** Each doubling of the value has this many buckets, so that a quantile is within 0.4 % of the true one. */
const PER_OCTAVE = 128;
const OCTAVES = 48;

/** Counts of values in buckets that widen with the value: quantiles of any number of values in constant memory. */
export class Histogram {
  count = 0;
  sum = 0;
  max = 0;
  private readonly buckets = new Float64Array(PER_OCTAVE * OCTAVES + 1);

  add(value: number): void {
    this.count++;
    this.sum += value;
    if (value > this.max) this.max = value;
    const bucket = bucketOf(value);
    this.buckets[bucket] = (this.buckets[bucket] as number) + 1;
  }

  get mean(): number {
    return this.count === 0 ? 0 : this.sum / this.count;
  }

  /** The same in wider buckets, that can be added to those of other runs. */
  get counts(): Counts {
    const counts: number[] = [];
    for (let bucket = 0; bucket < this.buckets.length; bucket++) {
      const count = this.buckets[bucket] as number;
      if (count === 0) continue;
      const wide = bucket === 0 ? 0 : 1 + Math.floor((bucket - 1) / (PER_OCTAVE / COARSE_PER_OCTAVE));
      while (counts.length <= wide) counts.push(0);
      counts[wide] = (counts[wide] as number) + count;
    }
    return counts;
  }

  /** The value that a share of all values does not exceed; 0 where there is none. */
  quantile(share: number): number {
    const rank = Math.max(Math.ceil(share * this.count), 1);
    let seen = 0;
    for (let bucket = 0; bucket < this.buckets.length; bucket++) {
      seen += this.buckets[bucket] as number;
      if (seen >= rank) return Math.min(middleOf(bucket), this.max);
    }
    return this.max;
  }
}

const bucketOf = (value: number): number =>
  value < MIN_VALUE
    ? 0
    : Math.min(1 + Math.floor(Math.log2(value / MIN_VALUE) * PER_OCTAVE), PER_OCTAVE * OCTAVES);

const middleOf = (bucket: number): number =>
  bucket === 0 ? 0 : MIN_VALUE * 2 ** ((bucket - 0.5) / PER_OCTAVE);

/** Where a bucket of counts ends: what was counted as no wait is none. */
export const endOf = (bucket: number): number =>
  bucket === 0 ? 0 : MIN_VALUE * 2 ** (bucket / COARSE_PER_OCTAVE);
