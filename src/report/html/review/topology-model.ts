import { demand, slots } from "../../../fleet/capacity.js";
import type { Fleet } from "../../../fleet/fleet.js";
import type { HostGroup } from "../../../fleet/host-groups.js";
import { hostGroups } from "../../../fleet/host-groups.js";
import { everyListener, everySlotListener } from "../../../fleet/listeners.js";
import { proxyGroups } from "../../../fleet/proxy-groups.js";
import { lineMaxconn } from "../../../fleet/server-lines.js";
import type { ServiceGroup } from "../../../fleet/service-groups.js";
import { serviceGroups } from "../../../fleet/service-groups.js";
import { queueTimeout } from "../../../fleet/timeouts.js";
import type { Milliseconds, Share } from "../../../text/units.js";

/** Proxies that run one configuration. */
export interface ProxyTier {
  readonly hosts: readonly string[];
  /** Their share of all requests together. */
  readonly traffic: Share;
  /** Names of their listeners whose requests take slots. */
  readonly listeners: readonly string[];
}

/** A listener whose requests take slots, on all proxies that have it. */
export interface ListenerTier {
  readonly name: string;
  /** Of its server lines, each value once; null is no limit. */
  readonly maxconns: readonly (number | null)[];
  /** Longest wait in its queue, each value once; null is no limit. */
  readonly queues: readonly (Milliseconds | null)[];
}

/** App servers that are alike in what is drawn of them. */
export interface ServerTier {
  readonly hosts: readonly string[];
  readonly role: "active" | "backup";
  /** Null where they run no service. */
  readonly slots: number | null;
  /** What the proxies may ask of one of them at once; null is no limit. */
  readonly requests: number | null;
  readonly checks: number;
  /** The requests as a sum. */
  readonly sum: string;
  /** Names of the listeners that send them requests. */
  readonly listeners: readonly string[];
}

/** What is drawn of a fleet. */
export interface Topology {
  readonly proxies: readonly ProxyTier[];
  readonly listeners: readonly ListenerTier[];
  /** Names of the listeners whose requests take no slots. */
  readonly others: readonly string[];
  readonly servers: readonly ServerTier[];
}

export const topologyOf = (fleet: Fleet): Topology => {
  const slotListeners = everySlotListener(fleet);
  const names = new Set(slotListeners.map(({ listener }) => listener.name));
  return {
    proxies: proxyGroups(fleet).map(({ haproxy, proxies, hosts }) => ({
      hosts,
      traffic: proxies.reduce((sum, proxy) => sum + proxy.traffic, 0),
      listeners: haproxy.listeners.map((listener) => listener.name).filter((name) => names.has(name)),
    })),
    listeners: [...names].map((name) => {
      const those = slotListeners.filter(({ listener }) => listener.name === name);
      return {
        name,
        maxconns: unique(
          those.flatMap(({ listener }) => listener.lines.map((line) => lineMaxconn({ line }))),
        ),
        queues: unique(those.map(({ listener }) => queueTimeout(listener).value)),
      };
    }),
    others: unique(everyListener(fleet).map(({ listener }) => listener.name)).filter(
      (name) => !names.has(name),
    ),
    servers: serverTiers(groupsOf(fleet)),
  };
};

const unique = <T>(values: readonly T[]): readonly T[] => [...new Set(values)];

/** By the services that they run; those that run none stand for themselves. */
const groupsOf = (fleet: Fleet): readonly (HostGroup & Partial<Pick<ServiceGroup, "service">>)[] => [
  ...serviceGroups(fleet),
  ...hostGroups(fleet).filter(({ sample }) => sample.services.length === 0),
];

/** Groups that differ in nothing that is drawn are drawn as one; active servers stand before backups. */
const serverTiers = (groups: ReturnType<typeof groupsOf>): readonly ServerTier[] => {
  const tiers = new Map<string, ServerTier>();
  for (const group of groups) {
    const { requests, checks, sum } = demand(group);
    const { service } = group;
    const { role } = group.sample;
    const tier = {
      role,
      slots: service === undefined ? null : slots(service),
      requests,
      checks,
      sum,
      listeners: unique(group.claims.map(({ listener }) => listener.name)),
    };
    const key = JSON.stringify(tier);
    tiers.set(key, { ...tier, hosts: [...(tiers.get(key)?.hosts ?? []), ...group.hosts] });
  }
  return [...tiers.values()].toSorted((a, b) => Number(a.role === "backup") - Number(b.role === "backup"));
};

/** Slots that are left of one server when all that may ask does; null where it has none, or nothing bounds the requests. */
export const slotsLeft = ({ slots: has, requests, checks }: ServerTier): number | null =>
  has === null || requests === null ? null : has - requests - checks;
