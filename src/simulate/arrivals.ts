import type { Milliseconds } from "../inventory/units.js";
import type { Xoshiro } from "./xoshiro.js";

/**
 * The times at which the requests of a storm come: each anywhere in `over` with equal chance, given in order. It is
 * a Poisson process with the number of its arrivals known; none is kept, whatever their number.
 */
export class Arrivals {
  private come = 0;
  private sum = 0;

  constructor(
    readonly requests: number,
    private readonly over: Milliseconds,
    private readonly stream: Xoshiro,
  ) {}

  /** The time of the next one, from the storm's beginning; Infinity after the last. */
  next(): Milliseconds {
    if (this.come === this.requests) return Number.POSITIVE_INFINITY;
    // Renyi: of n uniform times in order, -ln(1 - t) grows by exponential steps with means 1/n, 1/(n-1), ...
    this.sum += this.stream.exponential() / (this.requests - this.come);
    this.come++;
    return this.over * -Math.expm1(-this.sum);
  }
}
