import type { Recording } from "../inventory/recording.js";
import type { Milliseconds, Share } from "../text/units.js";
import type { Storm } from "./fleet.js";

/**
 * Share of a storm's requests that hold their slot for longer than `limit`. Of the distributions that a mean describes
 * only the exponential has a tail that it gives away; of the others it is known whether the mean itself is past the
 * limit. Recorded times are counted.
 */
export const shareOver = (limit: Milliseconds, { service_time }: Storm): Share => {
  if (limit <= 0) return 1;
  const { mean } = service_time;
  if (service_time.distribution === "recorded") return countOver(limit, service_time.recording);
  if (service_time.distribution === "exponential") return Math.exp(-limit / mean);
  return mean > limit ? 1 : 0;
};

/** The least limit that no more than `share` of a storm's requests runs past, as far as is known of them. */
export const limitFor = (share: Share, { service_time }: Storm): Milliseconds => {
  const { mean } = service_time;
  if (service_time.distribution === "recorded") return quantile(1 - share, service_time.recording);
  return service_time.distribution === "exponential" ? Math.max(mean * Math.log(1 / share), mean) : mean;
};

const countOver = (limit: Milliseconds, { times, counts, total }: Recording): Share =>
  times.reduce((over, time, index) => over + (time > limit ? (counts[index] as number) : 0), 0) / total;

/** The least recorded time that a share of all does not exceed. */
const quantile = (share: Share, { times, counts, total }: Recording): Milliseconds => {
  const rank = Math.ceil(share * total);
  let seen = 0;
  const found = times.findIndex((_, index) => {
    seen += counts[index] as number;
    return seen >= rank;
  });
  return times.at(found) ?? 0;
};
