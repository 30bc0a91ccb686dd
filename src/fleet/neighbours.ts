import { Alike } from "./alike.js";
import { checksTaking, claimants, demand, slots } from "./capacity.js";
import type { AppServer, Fleet, ServerLine } from "./fleet.js";
import type { Claim } from "./host-groups.js";
import { everyListener } from "./listeners.js";
import { serviceBehind, serviceNames } from "./service.js";
import type { ServiceGroup } from "./service-groups.js";
import { serviceGroups } from "./service-groups.js";

/** App servers that are alike, with what other listeners send to the same Apache. */
export interface SharedGroup extends ServiceGroup {
  /** From listeners that take no slots of the service, to the port of those that do. */
  readonly neighbours: readonly Claim[];
}

/** The groups of app servers whose Apache serves other listeners too, those of the host's other services among them. */
export const sharedGroups = (fleet: Fleet): readonly SharedGroup[] =>
  serviceNames(fleet).flatMap((name) => sharedWith(fleet, name));

const sharedWith = (fleet: Fleet, name: string): readonly SharedGroup[] => {
  const others = everyListener(fleet).filter(({ listener }) => serviceBehind(listener.own) !== name);
  if (others.length === 0) return [];
  const groups = serviceGroups(fleet).filter(({ service }) => service.name === name);
  const ports = new Map(
    groups.flatMap(({ hosts, claims }) => {
      const taken = new Set(claims.map(({ line }) => line.settings.port));
      return hosts.map((host) => [host, taken]);
    }),
  );
  const toSlots = ({ server, settings }: ServerLine) => ports.get(server.name)?.has(settings.port) === true;

  const alike = new Alike();
  const kinds = new Map<string, number>();
  for (const { listener } of others) {
    for (const { server, settings } of listener.lines.filter(toSlots)) {
      const kind = alike.andThis(kinds.get(server.name) ?? 0, listener);
      kinds.set(server.name, alike.and(kind, settings));
    }
  }
  const parts = groups.flatMap((group) => partsOf(group, kinds));
  const neighbours = new Map(parts.map(({ first }) => [first, [] as Claim[]]));
  for (const placed of others) {
    for (const line of placed.listener.lines.filter(toSlots))
      neighbours.get(line.server.name)?.push({ ...placed, line });
  }
  return parts.map(({ group, first, hosts }) => {
    const claims = neighbours.get(first) ?? [];
    const named = first === group.sample.name ? group : withName(group, claims[0]?.line.server);
    return { ...named, hosts, neighbours: claims };
  });
};

/** The hosts of a group by what else they serve; without those that serve nothing else. */
const partsOf = (group: ServiceGroup, kinds: ReadonlyMap<string, number>) => {
  const parts = new Map<number, { group: ServiceGroup; first: string; hosts: string[] }>();
  for (const host of group.hosts) {
    const kind = kinds.get(host);
    if (kind === undefined) continue;
    const part = parts.get(kind);
    if (part) part.hosts.push(host);
    else parts.set(kind, { group, first: host, hosts: [host] });
  }
  return [...parts.values()];
};

const withName = (group: ServiceGroup, sample: AppServer | undefined): ServiceGroup =>
  sample === undefined
    ? group
    : { ...group, sample, subject: { service: group.service.name, host: sample.name } };

/** What all listeners together may take of the workers of an Apache. */
export interface WorkersTaken {
  /** By those with slots, their checks by HTTP included; where nothing bounds them, as many as there are slots. */
  readonly forSlots: number;
  /** By the others' requests; null where nothing bounds those of one. */
  readonly byOthers: number | null;
  /** By the others' checks by HTTP. */
  readonly checks: number;
  /** The others' lines, once for each HAProxy process that has them. */
  readonly senders: number;
}

export const workersTaken = (group: SharedGroup): WorkersTaken => {
  const { service, neighbours } = group;
  const { requests } = demand(group);
  const sendersOf = (claims: readonly Claim[]): number =>
    claims.reduce((sum, claim) => sum + claimants(claim), 0);
  return {
    forSlots: requests === null ? slots(service) : requests + checksTaking(group.claims, "worker"),
    byOthers: neighbours
      .map(boundOf)
      .reduce<number | null>((sum, bound) => (sum === null || bound === null ? null : sum + bound), 0),
    checks: checksTaking(neighbours, "worker"),
    senders: sendersOf(neighbours),
  };
};

/** The most requests that a claim's proxies may have at one server: by the line's maxconn or the listener's; null is no bound. */
export const boundOf = (claim: Claim): number | null => {
  const limits = [claim.line.settings.maxconn, claim.listener.settings.maxconn].filter((limit) => limit);
  const least = Math.min(...limits.map(Number));
  return limits.length === 0 ? null : least * claimants(claim);
};
