import type { Recording } from "../inventory/recording.js";
import { normalOver, normalQuantile } from "../text/normal.js";
import type { Milliseconds, Share } from "../text/units.js";
import type { ServiceTime, Storm } from "./fleet.js";

/** Spread of ln(time) for lognormal: 95 of 100 requests take between 0.15 and 3.5 times the mean. */
export const LOGNORMAL_SIGMA = 0.8;

/** ln of the median of a lognormal time. */
export const lognormalMiddle = (mean: Milliseconds): number => Math.log(mean) - LOGNORMAL_SIGMA ** 2 / 2;

/** Share of a storm's requests that hold their slot for longer than `limit`. */
export const shareOver = (limit: Milliseconds, { service_time }: Pick<Storm, "service_time">): Share =>
  sharesOver(service_time)(limit);

/** The same for many limits. */
export const sharesOver = (time: ServiceTime): ((limit: Milliseconds) => Share) => {
  const { mean } = time;
  switch (time.distribution) {
    case "fixed":
      return (limit) => (mean > limit ? 1 : 0);
    case "exponential":
      return (limit) => (limit <= 0 ? 1 : Math.exp(-limit / mean));
    case "lognormal": {
      const middle = lognormalMiddle(mean);
      return (limit) => (limit <= 0 ? 1 : normalOver((Math.log(limit) - middle) / LOGNORMAL_SIGMA));
    }
    case "recorded":
      return recordedOver(time.recording);
  }
};

/** The least limit that no more than `share` of a storm's requests runs past. */
export const limitFor = (share: Share, { service_time }: Pick<Storm, "service_time">): Milliseconds => {
  const { mean } = service_time;
  if (service_time.distribution === "recorded") return quantile(1 - share, service_time.recording);
  if (service_time.distribution === "fixed") return mean;
  if (service_time.distribution === "exponential") return Math.max(mean * Math.log(1 / share), mean);
  return Math.max(Math.exp(lognormalMiddle(mean) + LOGNORMAL_SIGMA * normalQuantile(share)), mean);
};

const recordedOver = ({ times, counts, total }: Recording): ((limit: Milliseconds) => Share) => {
  const over = new Float64Array(times.length + 1);
  for (let at = times.length - 1; at >= 0; at--) over[at] = (over[at + 1] as number) + (counts[at] as number);
  return (limit) => {
    if (limit <= 0) return 1;
    let [low, high] = [0, times.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((times[middle] as number) > limit) high = middle;
      else low = middle + 1;
    }
    return (over[low] as number) / total;
  };
};

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
