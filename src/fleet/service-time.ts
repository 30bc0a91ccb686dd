import type { Milliseconds, Share } from "../inventory/units.js";
import type { Storm } from "./fleet.js";

/**
 * Share of a storm's requests that hold their slot for longer than `limit`. Only the exponential distribution has a
 * tail that its mean gives away; of the others it is known whether the mean itself is past the limit.
 */
export const shareOver = (limit: Milliseconds, { service_time: { mean, distribution } }: Storm): Share => {
  if (limit <= 0) return 1;
  if ((distribution ?? "exponential") === "exponential") return Math.exp(-limit / mean);
  return mean > limit ? 1 : 0;
};

/** The least limit that fewer than one of `requests` runs past. */
export const limitForAll = (
  requests: number,
  { service_time: { mean, distribution } }: Storm,
): Milliseconds =>
  (distribution ?? "exponential") === "exponential"
    ? Math.max(mean * Math.log(Math.max(requests, 1)), mean)
    : mean;
