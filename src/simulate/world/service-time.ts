import type { Milliseconds } from "../../text/units.js";
import type { StormPlan } from "../plan/plan.js";
import { Shares } from "./shares.js";
import type { Xoshiro } from "./xoshiro.js";

/** Draws how long one request holds its slot. */
export type DrawServiceTime = (stream: Xoshiro) => Milliseconds;

/** Spread of ln(time) for lognormal: 95 of 100 requests take between 0.15 and 3.5 times the mean. */
const SIGMA = 0.8;

export const serviceTimes = ({ service_time }: StormPlan): DrawServiceTime => {
  const { mean } = service_time;
  switch (service_time.distribution) {
    case "exponential":
      return (stream) => mean * stream.exponential();
    case "fixed":
      return () => mean;
    case "lognormal": {
      const middle = Math.log(mean) - (SIGMA * SIGMA) / 2;
      return (stream) => Math.exp(middle + SIGMA * stream.normal());
    }
    case "recorded": {
      const { times, counts } = service_time.recording;
      const shares = new Shares(counts);
      return (stream) => times[shares.pick(stream.uniform())] as number;
    }
  }
};
