import type { Milliseconds, Share } from "../text/units.js";
import { arrive, complete } from "./at-server.js";
import { failedChecks } from "./checks.js";
import type { Lane } from "./queue.js";
import { expire, lanesOf, push, room, take } from "./queue.js";
import type { Clock, Lost, Server } from "./state.js";
import { serverOf } from "./state.js";
import { STEPS } from "./steps.js";
import type { Front, Load, StormTier } from "./tier.js";
import { leastSlots, sending } from "./tier.js";

/** What becomes of a storm, were arrivals and service to flow evenly: no chance in it. Times in ms. */
export interface Flow {
  readonly lost: Lost;
  readonly fronts: readonly FrontFlow[];
  readonly groups: readonly GroupFlow[];
}

export interface FrontFlow {
  /** Longest wait in the queue of one of them. */
  readonly wait: Milliseconds;
  /** Most requests that wait there, and that are there at all. */
  readonly queued: number;
  readonly present: number;
  /** Requests that run past timeout queue in all of them together. */
  readonly lost: number;
}

export interface GroupFlow {
  /** Most requests at one of them, and the longest that one waits there for a slot. */
  readonly present: number;
  readonly wait: Milliseconds;
  /** Requests that all of them together lose. */
  readonly lost: Pick<Lost, "server" | "backlog">;
  /** Times that checks mark one of them DOWN, as all proxies see it. */
  readonly down: number;
}

/** One pass over the storm and until it is over; `slower` makes every request hold its slot so many times longer. */
export const flow = (tier: StormTier, slower: number): Flow => {
  const { load } = tier;
  const mean = load.service.mean * slower;
  const servers = tier.groups.map(serverOf);
  const fronts = tier.fronts.map(flowingOf);
  const step = durationOf(tier, mean) / STEPS;
  // Requests shorter than a step go through in batches: what they add up to is the same.
  const batch = Math.max((3 * step) / mean, 1);
  const longest = load.service.longest(1 / load.requests) * slower;
  const lost: Lost = { queue: 0, server: 0, backlog: 0, gone: 0 };
  let lastGone = 0;
  const clock: Clock = { now: 0, step, mean, batch };
  for (; clock.now < STEPS && !isThrough(load, clock, servers, fronts); clock.now++) {
    for (const server of servers) complete(server, clock);
    const part = partOf(tier, clock);
    for (const one of fronts) {
      const { front, lanes, queues } = one;
      for (const lane of lanes) lane.at -= lane.at * (servers[lane.line.group] as Server).done;
      const passing = { front, tier, servers, clock, lost };
      for (const queue of queues) pass(queue, load.requests * front.share * part * queue.own, passing);
      const time = clock.now * step;
      let queued = 0;
      for (const { given, queue } of lanes) {
        if (given > 1e-9) one.sent = time;
        if (queue.sum > 1e-9) queued = time;
      }
      for (const lane of lanes) {
        const server = servers[lane.line.group] as Server;
        const stays = Math.max(one.sent + Math.min(front.serverTimeout, server.wait + longest), queued);
        const own = front.abortonclose ? Math.min(stays, load.over + load.patience) : stays;
        lastGone = Math.max(lastGone, front.share === 0 ? 0 : own);
        lane.until = front.share === 0 ? lastGone : own;
        failedChecks(lane, server, tier, clock);
      }
      one.present = Math.max(one.present, presentAt(one, batch));
    }
  }
  return {
    lost,
    fronts: fronts.map(frontFlow),
    groups: servers.map((server, at) => groupFlow(server, at, fronts)),
  };
};

/** Whether the last request has come, and none is left in a queue or at a server. */
const isThrough = (
  { over }: Load,
  { now, step }: Clock,
  servers: readonly Server[],
  fronts: readonly FlowingFront[],
): boolean => {
  if (now === 0 || now * step <= over) return false;
  for (const { n } of servers) if (n >= NONE) return false;
  for (const { lanes } of fronts) for (const { queue } of lanes) if (queue.sum >= NONE) return false;
  return true;
};

/** Less than it takes to make a difference to a share of the requests. */
const NONE = 1e-4;

/** The storm, and what it takes until the last request is through or has run into its timeouts. */
const durationOf = (tier: StormTier, mean: Milliseconds): Milliseconds => {
  const { over } = tier.load;
  const drain = Math.max(slowest(tier) * mean - over, 0) + longestGap(tier);
  const longest = sending(tier.fronts).reduce(
    (most, { queueTimeout, serverTimeout }) => Math.max(most, Math.min(queueTimeout + serverTimeout, 1e12)),
    0,
  );
  return over + Math.min(drain * 1.5 + 8 * mean, longest + mean);
};

/** How long units may be gone in all, where a storm replaces them. */
const longestGap = ({ load, groups }: StormTier): Milliseconds => {
  const servers = groups.reduce((sum, { count }) => sum + count, 0);
  return groups.reduce((most, { units, replacedAfter, gap }) => {
    const times = load.requests / servers / units / replacedAfter;
    return times < 0.2 ? most : Math.max(most, Math.ceil(times) * gap);
  }, 0);
};

/** Share of the requests that come in this step. */
const partOf = ({ load }: StormTier, { now, step }: Clock): number => {
  if (load.come !== undefined) return load.come((now + 1) * step) - (now === 0 ? 0 : load.come(now * step));
  const steps = Math.max(load.over / step, 1);
  return Math.min(Math.max(steps - now, 0), 1) / steps;
};

/** What one front, of those that are alike, has in its queues and at its servers. */
interface FlowingFront {
  readonly front: Front;
  readonly lanes: readonly Lane[];
  readonly queues: readonly FrontQueue[];
  present: number;
  /** When the last request went to a server. */
  sent: Milliseconds;
}

interface FrontQueue {
  readonly lanes: readonly Lane[];
  /** Share of the front's requests that come to it. */
  readonly own: Share;
  /** Queues that are alike, of all fronts. */
  readonly times: number;
}

/** A hash's queue is of one server; there are as many of them as the line has servers. */
const flowingOf = (front: Front): FlowingFront => {
  const lanes = lanesOf(front);
  const queues = front.pooled
    ? [{ lanes, own: 1, times: front.count }]
    : lanes.map((lane) => ({ lanes: [lane], own: lane.own, times: lane.times }));
  return { front, lanes, queues, present: 0, sent: 0 };
};

interface Passing {
  readonly front: Front;
  readonly tier: StormTier;
  readonly servers: readonly Server[];
  readonly clock: Clock;
  readonly lost: Lost;
}

/** Requests join a queue, and leave it for the servers behind it, or for good. */
const pass = ({ lanes, times }: FrontQueue, arrivals: number, passing: Passing): void => {
  const { front, tier, servers, clock, lost } = passing;
  const { queue } = lanes[0] as Lane;
  const losing = { clock, times, lost };
  push(queue, clock.now, arrivals);
  expire(queue, front, tier.load.patience, losing);
  const sent = room(queue, lanes, front, clock);
  const waited = take(queue, sent, clock);
  for (const lane of lanes) {
    const server = servers[lane.line.group] as Server;
    if (queue.sum > 1e-9) server.fed = true;
    if (lane.given > 0) arrive(server, lane, { ...passing, waited });
  }
};

const presentAt = ({ front, lanes }: FlowingFront, batch: number): number => {
  let there = 0;
  for (const { at, line, queue } of lanes)
    there += (at * line.servers) / batch + (front.pooled ? 0 : queue.sum * line.servers);
  return there + (front.pooled ? (lanes[0]?.queue.sum ?? 0) : 0);
};

const frontFlow = ({ front, lanes, present }: FlowingFront): FrontFlow => {
  const own = front.pooled ? lanes.slice(0, 1) : lanes;
  return {
    wait: own.reduce((most, { queue }) => Math.max(most, queue.wait), 0),
    queued: own.reduce((sum, { queue, line }) => sum + queue.most * (front.pooled ? 1 : line.servers), 0),
    present,
    lost: own.reduce((sum, { queue }) => sum + queue.lost, 0),
  };
};

const groupFlow = (
  { most, wait, lost }: Server,
  at: number,
  fronts: readonly { readonly front: Front; readonly lanes: readonly Lane[] }[],
): GroupFlow => ({
  present: most,
  wait,
  lost,
  down: fronts.reduce(
    (sum, { front, lanes }) =>
      sum + lanes.reduce((own, { line, down }) => own + (line.group === at ? down * front.count : 0), 0),
    0,
  ),
});

/** Requests that the busiest queue passes one after the other. */
const slowest = (tier: StormTier): number => {
  const { requests } = tier.load;
  const all = tier.groups.reduce((sum, group) => sum + group.count * leastSlots(group), 0);
  const byLines = tier.fronts.map(({ share, pooled, lines }) => {
    const servers = lines.reduce((sum, line) => sum + line.servers, 0);
    const places = pooled
      ? lines.reduce((sum, line) => sum + line.maxconn * line.servers, 0)
      : lines.reduce((least, line) => Math.min(least, line.maxconn), Number.POSITIVE_INFINITY);
    return (requests * share) / (pooled ? 1 : Math.max(servers, 1)) / places;
  });
  const byServer = tier.groups.map((group, at) => {
    const comes = tier.fronts.reduce((sum, { count, share, lines }) => {
      const weights = lines.reduce((weight, line) => weight + line.servers * line.weight, 0);
      const own = lines.reduce((weight, line) => weight + (line.group === at ? line.weight : 0), 0);
      return sum + (weights === 0 ? 0 : (requests * count * share * own) / weights);
    }, 0);
    return comes / Math.max(leastSlots(group), 1);
  });
  return Math.max(requests / Math.max(all, 1), ...byLines, ...byServer);
};
