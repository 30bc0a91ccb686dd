import { originOf } from "../inventory/node.js";
import type { Origin } from "../inventory/place.js";
import { Alike } from "./alike.js";
import type { AppServer, Fleet, Haproxy, Listener, Proxy, ServerLine } from "./fleet.js";
import { SERVICE } from "./service.js";

/** What one kind of proxy may send to one app server through one listener. */
export interface Claim {
  readonly proxies: readonly Proxy[];
  readonly haproxy: Haproxy;
  readonly listener: Listener;
  readonly line: ServerLine;
}

/** App servers that are alike in all that capacity depends on; a fleet of 100,000 has a handful of groups. */
export interface HostGroup {
  readonly sample: AppServer;
  readonly hosts: readonly string[];
  readonly claims: readonly Claim[];
}

/** Where a server line's setting was written; where it was not, the `server` map of its listener, which would set it for all lines. */
export const lineOrigin = ({ listener, line }: Pick<Claim, "listener" | "line">, key: string): Origin =>
  line.node.entries.get(key)?.origin ?? originOf(listener.node, "server", key);

/** Proxies that run one and the same configuration. */
export interface ProxyGroup {
  readonly haproxy: Haproxy;
  readonly proxies: readonly Proxy[];
}

const memo = <T>(compute: (fleet: Fleet) => T): ((fleet: Fleet) => T) => {
  const known = new WeakMap<Fleet, { readonly value: T }>();
  return (fleet) => {
    const found = known.get(fleet) ?? { value: compute(fleet) };
    known.set(fleet, found);
    return found.value;
  };
};

export const proxyGroups = memo((fleet): readonly ProxyGroup[] => {
  const groups = new Map<Haproxy, Proxy[]>();
  for (const proxy of fleet.proxies) {
    const group = groups.get(proxy.haproxy);
    if (group) group.push(proxy);
    else groups.set(proxy.haproxy, [proxy]);
  }
  return [...groups].map(([haproxy, proxies]) => ({ haproxy, proxies }));
});

/** The listeners whose requests take slots, once for each kind of proxy. */
export const slotListeners = (
  fleet: Fleet,
): readonly { readonly group: ProxyGroup; readonly listener: Listener }[] =>
  proxyGroups(fleet).flatMap((group) =>
    group.haproxy.listeners
      .filter((listener) => listener.settings.slots === SERVICE)
      .map((listener) => ({ group, listener })),
  );

export const hostGroups = memo((fleet): readonly HostGroup[] => {
  const alike = new Alike();
  const kinds = new Map<AppServer, number>();
  for (const server of fleet.appServers) kinds.set(server, kindOf(server, alike));
  const listeners = slotListeners(fleet);
  for (const { listener } of listeners) {
    for (const { server, settings } of listener.lines) {
      const kind = alike.andThis(kinds.get(server) ?? 0, listener);
      kinds.set(server, alike.and(kind, settings));
    }
  }
  const groups = new Map<number, { sample: AppServer; hosts: string[]; claims: Claim[] }>();
  for (const [server, kind] of kinds) {
    const group = groups.get(kind);
    if (group) group.hosts.push(server.name);
    else groups.set(kind, { sample: server, hosts: [server.name], claims: [] });
  }
  const bySample = new Map([...groups.values()].map((group) => [group.sample, group]));
  for (const { group, listener } of listeners) {
    for (const line of listener.lines)
      bySample
        .get(line.server)
        ?.claims.push({ proxies: group.proxies, haproxy: group.haproxy, listener, line });
  }
  return [...groups.values()];
});

/** App servers of one kind are alike in themselves, whatever is sent to them. */
const kindOf = (server: AppServer, alike: Alike): number => {
  const { role, memory, baseMemory, reserveMemory, service, apache, kernel } = server;
  const parts = [role, memory, baseMemory, reserveMemory, service?.wsgi, service?.server, service?.site];
  return [...parts, apache.settings, kernel.settings].reduce<number>(
    (kind, part) => alike.and(kind, part),
    0,
  );
};
