import type { Milliseconds, Share } from "../text/units.js";
import type { Load, ServiceTimes } from "./tier.js";

/** Places that are looked at one by one: with more of them chance has little left to do. */
const MOST = 2_000;

const TWICE = 2;

interface Places extends Pick<Load, "over">, Pick<ServiceTimes, "mean" | "variation"> {
  readonly busy: number;
  readonly places: number;
}

/**
 * Share of requests that give up after having waited for `limit` for one of `places`, of which `busy` are on average,
 * as arrivals and service times have it by chance; 0 where all are busy, and no chance is needed.
 *
 * Erlang C says how many wait, and heavy traffic how long (A. O. Allen and J. Cunneen); of those that would wait too long
 * the ones that give up spare the others the wait (D. Y. Barrer, Queuing with Impatient Customers and Ordered Service).
 */
export const givesUp = (limit: Milliseconds, { busy, places, mean, variation, over }: Places): Share => {
  if (busy >= places || busy <= 0 || places > MOST) return 0;
  let blocked = 1;
  for (let place = 1; place <= places; place++) blocked = (busy * blocked) / (place + busy * blocked);
  const load = busy / places;
  const waits = blocked / (1 - load * (1 - blocked));
  const late = waits * Math.exp(((-2 / (1 + variation)) * (places - busy) * limit) / mean);
  return (settled(limit, { busy, places, mean, variation, over }) * (1 - load) * late) / (1 - load * late);
};

/**
 * How much of a storm is left once its queue is as long as it stays: it is after the relaxation time of M/M/c, or as soon
 * as chance has filled all that may wait.
 */
const settled = (limit: Milliseconds, { busy, places, mean, variation, over }: Places): Share => {
  const relaxed = (TWICE * mean) / (Math.sqrt(places) - Math.sqrt(busy)) ** 2;
  const filled = ((places * limit) / mean) ** 2 * (mean / busy / (1 + variation));
  return Math.min(over / Math.min(relaxed, filled), 1);
};
