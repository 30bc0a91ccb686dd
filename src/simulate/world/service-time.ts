import type { ServiceTime } from "../../fleet/fleet.js";
import { LOGNORMAL_SIGMA, lognormalMiddle } from "../../fleet/service-time.js";
import type { Milliseconds } from "../../text/units.js";
import { Shares } from "./shares.js";
import type { Xoshiro } from "./xoshiro.js";

/** Draws how long one request holds its slot. */
export type DrawServiceTime = (stream: Xoshiro) => Milliseconds;

export const serviceTimes = (service_time: ServiceTime): DrawServiceTime => {
  const { mean } = service_time;
  switch (service_time.distribution) {
    case "exponential":
      return (stream) => mean * stream.exponential();
    case "fixed":
      return () => mean;
    case "lognormal": {
      const middle = lognormalMiddle(mean);
      return (stream) => Math.exp(middle + LOGNORMAL_SIGMA * stream.normal());
    }
    case "recorded": {
      const { times, counts } = service_time.recording;
      const shares = new Shares(counts);
      return (stream) => times[shares.pick(stream.uniform())] as number;
    }
  }
};
