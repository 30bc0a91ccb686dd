import type { Milliseconds, Share } from "../text/units.js";
import type { Load, ServiceTimes } from "./tier.js";

/** Places that are looked at one by one: with more of them chance has little left to do. */
const MOST = 2_000;

const TWICE = 2;

/**
 * Share of requests that wait for longer than `limit` for one of `places`, of which `busy` are on average (Erlang C:
 * arrivals and service times by chance, and a storm that is long beside them); 0 where all are busy, and no chance is
 * needed.
 */
export const waitsOver = (
  limit: Milliseconds,
  {
    busy,
    places,
    mean,
    over,
  }: { readonly busy: number; readonly places: number } & Pick<Load, "over"> & Pick<ServiceTimes, "mean">,
): Share => {
  if (busy >= places || busy <= 0 || places > MOST) return 0;
  // Until a queue is as long as it stays on average (relaxation time of M/M/c).
  if (over * (Math.sqrt(places) - Math.sqrt(busy)) ** 2 < TWICE * mean) return 0;
  let blocked = 1;
  for (let place = 1; place <= places; place++) blocked = (busy * blocked) / (place + busy * blocked);
  const waits = blocked / (1 - (busy / places) * (1 - blocked));
  return waits * Math.exp((-(places - busy) * limit) / mean);
};
