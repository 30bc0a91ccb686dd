import { claimants } from "./capacity.js";
import type { AppServer, Fleet, Listener } from "./fleet.js";
import type { Claim } from "./groups.js";
import { proxyGroups } from "./groups.js";
import type { ServiceGroup } from "./service-groups.js";
import { serviceGroups } from "./service-groups.js";

/** App servers that are alike, with what other listeners send to the same Apache. */
export interface SharedGroup extends ServiceGroup {
  /** From listeners that take no slots, to the port of those that do. */
  readonly neighbours: readonly Claim[];
}

/** The groups of app servers whose Apache serves other listeners too. */
export const sharedGroups = (fleet: Fleet): readonly SharedGroup[] => {
  const others = claimsWithoutSlots(fleet);
  if (others.size === 0) return [];
  const listenerIds = new Map<Listener, number>();
  const settingsIds = new Map<object, number>();
  return serviceGroups(fleet).flatMap((group) => {
    const ports = new Set(group.claims.map(({ line }) => line.settings.port));
    const alike = new Map<string, { hosts: string[]; neighbours: readonly Claim[] }>();
    for (const host of group.hosts) {
      const neighbours = (others.get(host) ?? []).filter(({ line }) => ports.has(line.settings.port));
      if (neighbours.length === 0) continue;
      const key = neighbours
        .map(({ listener, line }) => `${idIn(listenerIds, listener)}.${idIn(settingsIds, line.settings)}`)
        .join(" ");
      const known = alike.get(key);
      if (known) known.hosts.push(host);
      else alike.set(key, { hosts: [host], neighbours });
    }
    return [...alike.values()].map(({ hosts, neighbours }) => {
      const named = hosts[0] === group.sample.name ? group : withName(group, neighbours[0]?.line.server);
      return { ...named, hosts, neighbours };
    });
  });
};

const withName = (group: ServiceGroup, sample: AppServer | undefined): ServiceGroup =>
  sample === undefined ? group : { ...group, sample, subject: `${group.service.name}@${sample.name}` };

const idIn = <T>(ids: Map<T, number>, thing: T): number => {
  const id = ids.get(thing) ?? ids.size;
  ids.set(thing, id);
  return id;
};

const claimsWithoutSlots = (fleet: Fleet): ReadonlyMap<string, readonly Claim[]> => {
  const claims = new Map<string, Claim[]>();
  for (const { haproxy, proxies } of proxyGroups(fleet)) {
    for (const listener of haproxy.listeners.filter(({ settings }) => settings.slots === undefined)) {
      for (const line of listener.lines) {
        const claim = { proxies, haproxy, listener, line };
        const known = claims.get(line.server.name);
        if (known) known.push(claim);
        else claims.set(line.server.name, [claim]);
      }
    }
  }
  return claims;
};

/** The most requests that a claim's proxies may have at one server: by the line's maxconn or the listener's; null is no bound. */
export const boundOf = (claim: Claim): number | null => {
  const limits = [claim.line.settings.maxconn, claim.listener.settings.maxconn].filter((limit) => limit);
  const least = Math.min(...limits.map(Number));
  return limits.length === 0 ? null : least * claimants(claim);
};
