import type { Milliseconds } from "../text/units.js";
import type { Forecast } from "./forecast.js";
import { forecast } from "./forecast.js";
import type { Front, StormTier } from "./tier.js";

/** Each a fifth longer: sixteen of them are 15 times the first. */
const TRIES = 16;

/**
 * The least limit of those tried, in whole seconds and `from` on, with which `of` is below what is spoken of; undefined
 * where none of them is enough. `change` sets the limit in a front.
 */
export const fittingLimit = (
  tier: StormTier,
  from: Milliseconds,
  change: (front: Front, limit: Milliseconds) => Front,
  passes: (forecast: Forecast) => boolean,
): Milliseconds | undefined =>
  fittingIn(from, (limit) => ({ ...tier, fronts: tier.fronts.map((front) => change(front, limit)) }), passes);

/** The same, where the limit stands elsewhere: `tierWith` is the tier that has it. */
export const fittingIn = (
  from: Milliseconds,
  tierWith: (limit: Milliseconds) => StormTier,
  passes: (forecast: Forecast) => boolean,
): Milliseconds | undefined => {
  let value = Math.max(Math.ceil(from / 1000), 1) * 1000;
  for (let tries = 0; tries < TRIES; tries++) {
    if (passes(forecast(tierWith(value)))) return value;
    value = Math.ceil((value * 1.2) / 1000) * 1000;
  }
  return undefined;
};
