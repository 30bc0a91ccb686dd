import type { Recording } from "../../inventory/recording.js";
import type { Milliseconds } from "../../text/units.js";
import type { StormPlan } from "../plan/plan.js";
import type { Xoshiro } from "./xoshiro.js";

/** The times at which the requests of a storm come, in order. */
export interface Arrivals {
  /** The time of the next one, from the storm's beginning; Infinity after the last. */
  readonly next: () => Milliseconds;
}

export const arrivalsOf = ({ requests, over, arrivals }: StormPlan, stream: Xoshiro): Arrivals =>
  arrivals === undefined ? new UniformArrivals(requests, over, stream) : new RecordedArrivals(arrivals);

/**
 * Each anywhere in `over` with equal chance. It is a Poisson process with the number of its arrivals known; none is
 * kept, whatever their number.
 */
export class UniformArrivals implements Arrivals {
  private come = 0;
  private sum = 0;

  constructor(
    private readonly requests: number,
    private readonly over: Milliseconds,
    private readonly stream: Xoshiro,
  ) {}

  next(): Milliseconds {
    if (this.come === this.requests) return Number.POSITIVE_INFINITY;
    // Renyi: of n uniform times in order, -ln(1 - t) grows by exponential steps with means 1/n, 1/(n-1), ...
    this.sum += this.stream.exponential() / (this.requests - this.come);
    this.come++;
    return this.over * -Math.expm1(-this.sum);
  }
}

/** At the times of a recording, from its first on; nothing about them is drawn. */
class RecordedArrivals implements Arrivals {
  private at = 0;
  private come = 0;

  constructor(private readonly recording: Recording) {}

  next(): Milliseconds {
    const { times, counts } = this.recording;
    if (this.at === times.length) return Number.POSITIVE_INFINITY;
    const time = (times[this.at] as number) - (times[0] as number);
    this.come++;
    if (this.come === counts[this.at]) {
      this.at++;
      this.come = 0;
    }
    return time;
  }
}
