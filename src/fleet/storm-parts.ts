import type { Share } from "../text/units.js";
import type { Address, Fleet, ServiceTime, Storm } from "./fleet.js";
import type { HostGroup } from "./host-groups.js";
import { everySlotListener } from "./listeners.js";
import { memo } from "./memo.js";
import { serviceBehind } from "./service.js";
import { comesThrough, listenerShare, trafficOf } from "./storm-share.js";

/**
 * Every storm by the services that its requests are for: each is a storm of its own to their slots, with what comes to
 * the others left out. Where all of it is for one service, it is the storm itself.
 */
export const stormParts = memo((fleet: Fleet): readonly Storm[] => {
  const services = new Map<string, Set<string>>();
  for (const { listener } of everySlotListener(fleet)) {
    const name = serviceBehind(listener.own) ?? "";
    services.set(name, (services.get(name) ?? new Set()).add(listener.name));
  }
  const one = services.size < 2;
  return one
    ? fleet.storms
    : fleet.storms.flatMap((storm) =>
        [...services.values()].flatMap((listeners) => partOf(fleet, storm, [...listeners]) ?? []),
      );
});

/** Those that come to app servers of a group. */
export const partsAt = (fleet: Fleet, { claims }: Pick<HostGroup, "claims">): readonly Storm[] =>
  stormParts(fleet).filter((storm) => claims.some((claim) => comesThrough(storm, claim)));

/** What of a storm comes through some listeners; undefined where nothing does. */
const partOf = (fleet: Fleet, storm: Storm, listeners: readonly string[]): Storm | undefined => {
  const shares = listeners
    .map((name) => ({ name, share: listenerShare(storm, fleet, name), own: storm.to?.get(name) }))
    .filter(({ share }) => share > 0);
  const part = shares.reduce((sum, { share }) => sum + share, 0);
  if (part === 0) return undefined;
  if (part > 1 - ALL) return storm;
  const to = new Map<string, Address>(
    shares.map(({ name, share, own }) => [
      name,
      {
        share: share / part,
        traffic: own?.traffic ?? trafficOf(fleet.proxies, name),
        service_time: own?.service_time ?? storm.service_time,
      },
    ]),
  );
  return {
    ...storm,
    part,
    requests: Math.max(Math.round(storm.requests * part), 1),
    to,
    service_time: timeOf([...to.values()], storm),
  };
};

/** What is lost to rounding. */
const ALL: Share = 1e-9;

/** That of the listener that keeps the slots busiest: one service is seldom asked by two listeners for different things. */
const timeOf = (parts: readonly Address[], { service_time }: Storm): ServiceTime =>
  parts.reduce<Address | undefined>(
    (most, part) =>
      most === undefined || part.share * part.service_time.mean > most.share * most.service_time.mean
        ? part
        : most,
    undefined,
  )?.service_time ?? service_time;
