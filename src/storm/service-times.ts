import type { ServiceTime } from "../fleet/fleet.js";
import { LOGNORMAL_SIGMA, limitFor, sharesOver } from "../fleet/service-time.js";
import type { ServiceTimes } from "./tier.js";

/** What chance and the tail of a service time make of a storm. */
export const serviceTimes = (time: ServiceTime): ServiceTimes => ({
  mean: time.mean,
  variation: variationOf(time),
  most: limitFor(1e-6, { service_time: time }),
  over: overOf(time),
  longest: (share) => limitFor(share, { service_time: time }),
});

/** What takes as long as its limit has come to it. */
const overOf = (time: ServiceTime): ServiceTimes["over"] => {
  const past = sharesOver(time);
  return (limit) => past(limit - 1e-6);
};

const variationOf = (time: ServiceTime): number => {
  switch (time.distribution) {
    case "exponential":
      return 1;
    case "fixed":
      return 0;
    case "lognormal":
      return Math.exp(LOGNORMAL_SIGMA ** 2) - 1;
    case "recorded": {
      const { times, counts, total } = time.recording;
      const square = times.reduce((sum, each, at) => sum + each * each * (counts[at] as number), 0) / total;
      return time.mean === 0 ? 0 : Math.max(square / (time.mean * time.mean) - 1, 0);
    }
  }
};
