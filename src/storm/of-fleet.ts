import { algorithmInForce, hashes } from "../fleet/balance.js";
import { demand, processesPerProxy } from "../fleet/capacity.js";
import { checkAsked, checkHolds, checkTakes } from "../fleet/check-request.js";
import type { AppServer, Fleet, Listener, Proxy, ServerLine, Storm } from "../fleet/fleet.js";
import type { PlacedListener } from "../fleet/listeners.js";
import { abortsOnClose, everySlotListener, isChecked } from "../fleet/listeners.js";
import { patience } from "../fleet/queue.js";
import { lineMaxconn } from "../fleet/server-lines.js";
import type { ServiceGroup } from "../fleet/service-groups.js";
import { stormShare } from "../fleet/storm-share.js";
import { stormGroups } from "../fleet/tier.js";
import { checkBound, fall, inter, queueTimeout, retries } from "../fleet/timeouts.js";
import type { Milliseconds, Share } from "../text/units.js";
import { serviceTimes } from "./service-times.js";
import type { Front, FrontCheck, FrontLine, Group, Load, StormTier } from "./tier.js";

const NO_LIMIT = Number.POSITIVE_INFINITY;

/** A tier, and what of the fleet its fronts and groups are. */
export interface PlacedTier {
  readonly tier: StormTier;
  /** By the number of the front. */
  readonly fronts: readonly { readonly placed: PlacedListener; readonly proxies: readonly Proxy[] }[];
  /** By the number of the group. */
  readonly groups: readonly ServiceGroup[];
}

/** What a storm comes to with the app servers of one role. Undefined where none of them is sent anything. */
export const tierOf = (fleet: Fleet, storm: Storm, role: AppServer["role"]): PlacedTier | undefined => {
  const groups = stormGroups(fleet, storm, role);
  const fronts = everySlotListener(fleet).flatMap((placed) =>
    alikeIn(placed).flatMap((proxies) => {
      const front = frontOf(placed, proxies, {
        groups,
        role,
        share: (proxy, listener) => stormShare(storm, proxy, listener),
      });
      const counts = front.share > 0 || front.lines.some(({ check }) => check !== undefined);
      return front.lines.length > 0 && counts ? [{ front, placed, proxies }] : [];
    }),
  );
  if (!fronts.some(({ front }) => front.share > 0)) return undefined;
  const load = loadOf(storm);
  return {
    tier: {
      load,
      fronts: fronts.map(({ front }) => front),
      groups: groups.map((group) => groupOf(group, load)),
    },
    fronts,
    groups,
  };
};

const loadOf = (storm: Storm): Load => ({
  requests: storm.requests,
  over: storm.over,
  come: storm.arrivals && comeBy(storm.arrivals),
  service: serviceTimes(storm.service_time),
  patience: patience(storm) ?? NO_LIMIT,
});

/** Share of recorded arrivals that have come after a time, counted from the first. */
const comeBy = ({
  times,
  counts,
  total,
}: NonNullable<Storm["arrivals"]>): ((time: Milliseconds) => Share) => {
  let [at, come] = [0, 0];
  const begin = times[0] ?? 0;
  return (time) => {
    // Asked in order, but for a new pass, which begins at the beginning.
    if (at > 0 && (times[at - 1] as number) - begin > time) [at, come] = [0, 0];
    while (at < times.length && (times[at] as number) - begin <= time) come += counts[at++] as number;
    return come / total;
  };
};

/** Proxies of one configuration by their share of the requests. */
const alikeIn = ({ proxies }: PlacedListener): readonly (readonly Proxy[])[] => {
  const byShare = new Map<Share, Proxy[]>();
  for (const proxy of proxies) {
    const alike = byShare.get(proxy.traffic);
    if (alike) alike.push(proxy);
    else byShare.set(proxy.traffic, [proxy]);
  }
  return [...byShare.values()];
};

/** Whom requests go to, and how many of them come to a listener of a proxy. */
interface Sharing {
  readonly groups: readonly ServiceGroup[];
  readonly role: AppServer["role"];
  readonly share: (proxy: Proxy, listener: Listener) => Share;
}

const frontOf = (
  placed: PlacedListener,
  proxies: readonly Proxy[],
  { groups, role, share }: Sharing,
): Front => {
  const { listener } = placed;
  const algorithm = algorithmInForce(placed);
  const { connect, server } = listener.settings.timeout;
  const processes = processesPerProxy(placed);
  const lines = groups.flatMap((group, at) =>
    group.claims
      .filter(
        (claim) =>
          claim.listener === listener && claim.line.role === role && claim.line.settings.weight !== 0,
      )
      .map((claim) => lineOf(placed, claim.line, at, group.hosts.length)),
  );
  const only = onlyOne(algorithm, listener, groups, role);
  return {
    count: proxies.length * processes,
    share: proxies[0] === undefined ? 0 : share(proxies[0], listener) / processes,
    pooled: !hashes(algorithm) || !(algorithm === "source" || algorithm === "uri"),
    queueTimeout: queueTimeout(listener).value ?? NO_LIMIT,
    serverTimeout: server ?? NO_LIMIT,
    connectWithin: (connect ?? NO_LIMIT) * (retries(listener) + 1),
    abortonclose: abortsOnClose(placed),
    lines:
      only === undefined
        ? lines
        : lines.filter(({ group }) => group === only).map((line) => ({ ...line, servers: 1 })),
  };
};

/** The group of the one server that all requests go to: a hash of what is equal in all of them. */
const onlyOne = (
  algorithm: string,
  listener: Listener,
  groups: readonly ServiceGroup[],
  role: AppServer["role"],
): number | undefined => {
  if (algorithm !== "uri") return undefined;
  const first = listener.lines.find((line) => line.role === role);
  return first && groups.findIndex(({ hosts }) => hosts.includes(first.server.name));
};

const lineOf = (placed: PlacedListener, line: ServerLine, group: number, servers: number): FrontLine => ({
  group,
  servers,
  weight: line.settings.weight ?? 1,
  maxconn: lineMaxconn({ line }) ?? NO_LIMIT,
  check: isChecked(placed, line) ? checkOf(placed, line) : undefined,
});

const checkOf = (placed: PlacedListener, line: ServerLine): FrontCheck => {
  const { listener } = placed;
  const every = inter(line).value;
  const { check } = listener.settings.timeout;
  const asked = checkAsked(placed);
  const holds = checkHolds(listener, asked, line);
  return {
    takes: checkTakes(checkAsked(placed), line),
    holds: holds === undefined ? undefined : serviceTimes({ mean: holds, distribution: "fixed" }),
    inter: every,
    fastinter: line.settings.fastinter ?? every,
    limit: check === undefined ? checkBound(listener, line).value : Math.max(check, 0),
    fall: fall(line),
  };
};

/** The first of the stages before the slots is what accepts; what waits for a slot does so in the last. */
const groupOf = (group: ServiceGroup, load: Load): Group => {
  const { sample, hosts, service } = group;
  const { requests, checks } = demand(group);
  const { runtime } = service;
  const stages = runtime.stages(sample);
  const last = stages.at(-1);
  const first = stages.length > 1 ? stages[0] : undefined;
  const held = (backlog: number): number => Math.min(backlog, sample.limits.somaxconn.value) + 1;
  const { count, slots } = runtime.units;
  const answers = last !== undefined && last.full !== "retransmit" ? last.full : undefined;
  const replacement = runtime.replacement(sample);
  const endings = runtime.endings(sample);
  const least = (measures: "wait" | "answer"): Milliseconds =>
    endings
      .filter((ending) => ending.measures === measures)
      .reduce((most, { after }) => Math.min(most, after.value), NO_LIMIT);
  return {
    count: hosts.length,
    slots: count * slots,
    atOnce: requests === null ? NO_LIMIT : requests + checks,
    backlog: first === undefined || last === undefined ? 0 : held(last.listen.backlog),
    tries: answers?.after ?? NO_LIMIT,
    waitWithin: least("wait"),
    answerWithin: least("answer"),
    workers: first?.size.value ?? count * slots,
    accepts: held((first ?? last)?.listen.backlog ?? NO_LIMIT),
    behind: service.behind
      .filter(({ most }) => most.value <= count * slots)
      .map(({ most, resumes }) => ({
        most: most.value,
        slots: resumes === "one ended" ? most.value : most.value / longestOf(most.value, load),
      })),
    units: count,
    replacedAfter: replacement?.requests ?? NO_LIMIT,
    graceful: slots > 1 ? (replacement?.graceful ?? 0) : 0,
    gap: replacement?.gap ?? 0,
  };
};

/** How many times the mean the longest of so many service times takes, on average. */
const longestOf = (many: number, { service }: Load): number =>
  Math.max(service.longest(1 / ((many + 0.5) * EULER)) / service.mean, 1);

/** exp of Euler's constant: the mean of the longest of n exponential times is ln((n + 1/2) x this). */
const EULER = 1.781;
