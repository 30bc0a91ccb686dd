import type { Storm } from "../fleet/fleet.js";
import type { Milliseconds } from "../inventory/units.js";
import type { Xoshiro } from "./xoshiro.js";

/** Draws how long one request holds its slot. */
export type DrawServiceTime = (stream: Xoshiro) => Milliseconds;

/** Spread of ln(time) for lognormal: 95 of 100 requests take between 0.15 and 3.5 times the mean. */
const SIGMA = 0.8;

export const serviceTime = ({ service_time: { mean, distribution } }: Storm): DrawServiceTime => {
  switch (distribution ?? "exponential") {
    case "exponential":
      return (stream) => mean * stream.exponential();
    case "fixed":
      return () => mean;
    case "lognormal": {
      const middle = Math.log(mean) - (SIGMA * SIGMA) / 2;
      return (stream) => Math.exp(middle + SIGMA * stream.normal());
    }
  }
};
