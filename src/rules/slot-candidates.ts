import { claimants, demand, fittingMaxconn, slots, unitsFor } from "../fleet/capacity.js";
import type { Fleet, Storm } from "../fleet/fleet.js";
import type { Claim } from "../fleet/host-groups.js";
import { memoryBill, withAllBehind } from "../fleet/memory.js";
import { lineMaxconn } from "../fleet/server-lines.js";
import type { ServiceGroup } from "../fleet/service-groups.js";
import { limitFor } from "../fleet/service-time.js";
import { stormGroups, tierGroups } from "../fleet/tier.js";
import type { Candidate, Settings } from "../moves/candidate.js";
import { along, inListener, inListeners, inService } from "../moves/candidate.js";
import { SPEAKS, stormForecasts } from "../storm/storms.js";
import type { Milliseconds } from "../text/units.js";
import { formatDuration } from "../text/units.js";

/** So many units on the app servers of a group; undefined where memory or the runtime holds no more than it has. */
export const unitsOn = (group: ServiceGroup, count: number): Candidate | undefined => {
  const { sample, service } = group;
  const { units } = service.runtime;
  const billed = memoryBill(sample, withAllBehind(service));
  const room = Math.min(billed.ok ? billed.bill.room : Number.POSITIVE_INFINITY, units.most ?? Infinity);
  if (count > room) return undefined;
  const busy = count * units.slots;
  return [
    ...inService(group, along(units.path, count)),
    // What the slots ask of others is as many, where it was.
    ...service.behind.flatMap(({ most, path }) =>
      path !== undefined && most.value < busy ? inService(group, along(path, busy)) : [],
    ),
  ];
};

/** So many times as many of them, and nothing else. */
export const unitsAlone = (group: ServiceGroup, times: number): readonly Candidate[] => {
  const more = unitsOn(group, Math.ceil(group.service.runtime.units.count * times));
  return more === undefined ? [] : [more];
};

const GROWTH = [1, 1.1, 1.25, 1.5, 2, 3];

/** So many times the units of all groups, and what proxies send to them, and then more. */
export const moreSlots = (groups: readonly ServiceGroup[], times: number): readonly Candidate[] =>
  GROWTH.flatMap((growth) => {
    const grown = groups.map((group) =>
      unitsOn(group, Math.ceil(group.service.runtime.units.count * times * growth)),
    );
    if (grown.length === 0 || grown.includes(undefined)) return [];
    const claims = groups.flatMap((group) => group.claims);
    return [[...grown.flatMap((change) => change ?? []), ...largerMaxconn(claims, times * growth)]];
  });

/** The app servers that a storm comes to, those that stand by among them. */
export const groupsOfStorm = (fleet: Fleet, storm: Storm): readonly ServiceGroup[] => [
  ...stormGroups(fleet, storm, "active"),
  ...stormGroups(fleet, storm, "backup"),
];

export const groupsOfFleet = (fleet: Fleet): readonly ServiceGroup[] => [
  ...tierGroups(fleet, "active"),
  ...tierGroups(fleet, "backup"),
];

const largerMaxconn = (claims: readonly Claim[], times: number): Candidate =>
  once(claims).flatMap((claim) => {
    const has = lineMaxconn(claim);
    return has === null ? [] : inListener(claim, limits(claim, Math.max(Math.floor(has * times), 1)));
  });

/** A larger minconn would override it. */
const limits = ({ line }: Claim, maxconn: number): Settings => ({
  server: { maxconn, ...((line.settings.minconn ?? 0) > maxconn ? { minconn: null } : {}) },
});

/** One claim for each listener and kind of proxy. */
const once = (claims: readonly Claim[]): readonly Claim[] =>
  claims.filter(({ listener }, index) => claims.findIndex((other) => other.listener === listener) === index);

/**
 * What keeps requests and checks within the slots: in proportion to what the lines may send today, the same for all of
 * them, and either with time enough in the queue.
 */
export const fewerAtOnce = (fleet: Fleet, group: ServiceGroup): readonly Candidate[] => {
  const { claims } = group;
  const available = slots(group.service);
  const fits = fittingMaxconn(group, available);
  if (fits < 1) return oneEach(fleet, group);
  const equal = once(claims).flatMap((claim) => inListener(claim, limits(claim, fits)));
  const bounded = claims.map((claim) => ({ claim, maxconn: lineMaxconn(claim) ?? 0 }));
  const asked = bounded.reduce((sum, { claim, maxconn }) => sum + claimants(claim) * maxconn, 0);
  const within = fits * claims.reduce((sum, claim) => sum + claimants(claim), 0);
  const inProportion = bounded.every(({ maxconn }) => maxconn > 0)
    ? [
        once(claims).flatMap((claim) =>
          inListener(
            claim,
            limits(claim, Math.max(Math.floor(((lineMaxconn(claim) ?? 0) * within) / asked), 1)),
          ),
        ),
      ]
    : [];
  const divided = [...inProportion, equal];
  return [
    ...divided,
    ...queues(fleet, claims).flatMap((queue) => divided.map((candidate) => [...candidate, ...queue])),
  ];
};

/** Slots that a storm takes at once, were there no limit to them. */
export const busyOf = ({ requests, over, service_time: { mean } }: Storm): number =>
  (requests * mean) / Math.max(over, mean);

export const slotsOf = (groups: readonly ServiceGroup[]): number =>
  groups.reduce((sum, { service, hosts }) => sum + slots(service) * hosts.length, 0);

/** What next to none of a storm's requests takes longer than. */
export const longestRequest = ({ storms }: Fleet): Milliseconds =>
  storms.reduce((most, storm) => Math.max(most, limitFor(SPEAKS / 2, storm)), 0);

/** Timeouts under which a request is not ended that only takes its time, after a wait for its slot. */
export const enoughTime = (
  fleet: Fleet,
  groups: readonly ServiceGroup[],
  wait: Milliseconds = 0,
): Candidate => {
  const least = longestRequest(fleet) + wait + 1000;
  const short = (value: number | undefined): boolean => value !== undefined && value > 0 && value < least;
  return groups.flatMap((group) => [
    ...inListeners(
      group.claims.filter(({ listener }) => short(listener.settings.timeout.server)),
      { timeout: { server: seconds(least) } },
    ),
    ...group.service.runtime
      .endings(group.sample)
      .filter(({ after }) => short(after.value))
      .flatMap(({ path }) => (path === undefined ? [] : inService(group, along(path, seconds(least))))),
  ]);
};

/** Candidates, and each with more. */
export const eachWith = (candidates: readonly Candidate[], more: Candidate): readonly Candidate[] =>
  more.length === 0 ? candidates : [...candidates, ...candidates.map((candidate) => [...candidate, ...more])];

/** A request and a check of every sender, and the slots that they take. */
const oneEach = (fleet: Fleet, group: ServiceGroup): readonly Candidate[] => {
  const { checks, processes } = demand(group);
  const more = unitsOn(group, unitsFor(group.service, processes + checks));
  const one = [
    ...(more ?? []),
    ...once(group.claims).flatMap((claim) => inListener(claim, limits(claim, 1))),
  ];
  return more === undefined || processes === 0
    ? []
    : [one, ...queues(fleet, group.claims).map((queue) => [...one, ...queue])];
};

const TIMES = [1.25, 2, 4];

/** Limits of the wait in the queue that the storms leave time in, as far as their typical course tells. */
const queues = (fleet: Fleet, claims: readonly Claim[]): readonly Candidate[] => {
  const wait = longestTypicalWait(fleet);
  return TIMES.map((times) =>
    inListeners(claims, { timeout: { queue: formatDuration(wholeSeconds(wait * times + 1000)) } }),
  );
};

const longestTypicalWait = (fleet: Fleet): Milliseconds =>
  stormForecasts(fleet)
    .flatMap(({ forecast: { typical } }) => [...typical.fronts, ...typical.groups])
    .reduce((most, { wait }) => Math.max(most, wait), 0);

export const wholeSeconds = (time: Milliseconds): Milliseconds => Math.max(Math.ceil(time / 1000), 1) * 1000;

/** Durations in whole seconds, as settings take them. */
export const seconds = (time: Milliseconds): string => formatDuration(wholeSeconds(time));
