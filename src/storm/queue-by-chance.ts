import { poissonOver } from "../text/normal.js";
import type { Share } from "../text/units.js";
import { givesUp } from "./erlang.js";
import type { Front, StormTier } from "./tier.js";
import { leastSlots, sending } from "./tier.js";

/** Share of all requests that run past timeout queue though there is room for them on average. */
export const lostByChance = (tier: StormTier, front: Front): Share => {
  if (front.share === 0) return 0;
  const all = front.share * front.count;
  const requests = tier.load.requests * front.share;
  if (front.pooled) {
    const places = front.lines.reduce((sum, line) => sum + line.servers * line.maxconn, 0);
    return places === 0 ? 0 : all * Math.max(waiting(tier, front, requests, places), heldUp(tier, front));
  }
  const weights = front.lines.reduce((sum, line) => sum + line.servers * line.weight, 0);
  return front.lines.reduce((sum, line) => {
    const part = line.weight / weights;
    if (line.maxconn > (tier.groups[line.group]?.slots ?? 0)) return sum;
    return sum + all * part * line.servers * waiting(tier, front, requests * part, line.maxconn);
  }, 0);
};

/** Share of a front's requests that wait for too long since their places are taken by requests that wait for a slot. */
const heldUp = ({ load, fronts, groups }: StormTier, { queueTimeout }: Front): Share => {
  const { over, service } = load;
  const busy = over === 0 ? 0 : (load.requests * service.mean) / over;
  const slots = groups.reduce((sum, group) => sum + group.count * leastSlots(group), 0);
  const places = sending(fronts).reduce(
    (sum, { count, lines }) => lines.reduce((all, line) => all + count * line.servers * line.maxconn, sum),
    0,
  );
  if (busy >= slots || places <= slots) return 0;
  const taken = (busy / slots) ** (places - slots);
  return taken * givesUp(queueTimeout, { ...service, busy, places: slots, over });
};

/** Share of the requests of one queue that wait for too long for one of its places. */
const waiting = ({ load }: StormTier, front: Front, requests: number, places: number): Share => {
  const { over, service } = load;
  const { mean } = service;
  const steady =
    over === 0
      ? 0
      : givesUp(front.queueTimeout, { ...service, busy: (requests * mean) / over, places, over });
  return front.pooled ? steady : Math.max(steady, crowded(front, { load, requests, places }));
};

/**
 * Under a hash, in a storm that is too short for a queue to become steady: some server gets more requests than its
 * share, and those past its places that no place comes free for in time are lost.
 */
const crowded = (
  { queueTimeout }: Front,
  {
    load,
    requests,
    places,
  }: { readonly load: StormTier["load"]; readonly requests: number; readonly places: number },
): Share => {
  const { mean, variation } = load.service;
  const time = load.over / mean;
  const ended = variation === 0 ? Math.max(time, 1) : time === 0 ? 1 : time / (1 - Math.exp(-time));
  const present = requests / ended;
  // Requests of one and the same length end together, and none before the first is through.
  const freed = variation === 0 && queueTimeout < mean - load.over ? 0 : (places * queueTimeout) / mean;
  const inTime = places + freed;
  return present >= inTime || requests === 0 ? 0 : poissonOver(present, inTime) / requests;
};
