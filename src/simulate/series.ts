/** The state of the tier at one moment, and what has happened since the moment before. */
export interface Sample {
  /** Requests that HAProxy or the kernel before it holds back. */
  readonly queued: number;
  /** Slots that are taken. */
  readonly busy: number;
  /** Jobs that are at an app server and have no slot. */
  readonly waiting: number;
  /** Requests that ended in 503 or 504. */
  readonly failed: number;
  /** Server lines, over all HAProxy processes, that are DOWN. */
  readonly down: number;
}

/** So many moments are kept; where a run lasts longer, they are taken half as often. */
const MOST = 600;

/** Samples of one run at regular moments. */
export class Series {
  /** Time between two samples, in milliseconds. */
  step = 1000;
  readonly samples: Sample[] = [];

  /** Time of the next sample. */
  get next(): number {
    return (this.samples.length + 1) * this.step;
  }

  add(sample: Sample): void {
    this.samples.push(sample);
    if (this.samples.length === MOST) this.halve();
  }

  /** Keeps every second sample; what happened before the others counts to them. */
  halve(): void {
    const kept = this.samples.flatMap((sample, index) => {
      const next = this.samples[index + 1];
      return index % 2 === 1 || next === undefined ? [] : [{ ...next, failed: sample.failed + next.failed }];
    });
    const odd = this.samples.length % 2 === 1 ? this.samples.at(-1) : undefined;
    this.samples.length = 0;
    this.samples.push(...kept, ...(odd ? [odd] : []));
    this.step *= 2;
  }
}
