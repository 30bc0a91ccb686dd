import { originOf } from "../inventory/node.js";
import type { Origin } from "../inventory/place.js";
import type { AppServer, Fleet, Haproxy, Listener, Proxy, ServerLine } from "./fleet.js";
import { SERVICE } from "./resolve.js";

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
  const keyOf = keyer();
  const listeners = slotListeners(fleet);
  const finders = listeners.map(({ listener }) => lineFinder(listener.lines));
  const groups = new Map<string, { sample: AppServer; hosts: string[]; claims: readonly Claim[] }>();
  let last: { readonly own: Claims; readonly server: AppServer; readonly hosts: string[] } | undefined;
  for (const server of fleet.appServers) {
    const own = finders.map((find) => find(server));
    if (last !== undefined && isAlike(server, last.server) && claimAlike(own, last.own)) {
      last.hosts.push(server.name);
      continue;
    }
    const key = [
      server.role,
      server.memory,
      server.baseMemory,
      server.reserveMemory,
      keyOf(server.service?.wsgi),
      keyOf(server.service?.server),
      keyOf(server.service?.site),
      keyOf(server.apache.settings),
      keyOf(server.kernel.settings),
      ...own.flatMap((line, at) => (line ? [at, keyOf(line.settings)] : [])),
    ].join(" ");
    const group = groups.get(key) ?? { sample: server, hosts: [], claims: claimsOf(listeners, own) };
    group.hosts.push(server.name);
    groups.set(key, group);
    last = { own, server, hosts: group.hosts };
  }
  return [...groups.values()];
});

/** Finds the line of each server in turn; lines nearly always stand in the order of the servers. */
const lineFinder = (lines: readonly ServerLine[]): ((server: AppServer) => ServerLine | undefined) => {
  let at = 0;
  let all: ReadonlyMap<AppServer, ServerLine> | undefined;
  return (server) => {
    const line = lines[at];
    if (line?.server === server) {
      at += 1;
      return line;
    }
    all ??= new Map(lines.map((each) => [each.server, each]));
    return all.get(server);
  };
};

/** A server's line in each listener that takes slots. */
type Claims = readonly (ServerLine | undefined)[];

const claimsOf = (listeners: ReturnType<typeof slotListeners>, own: Claims): readonly Claim[] =>
  listeners.flatMap(({ group: { proxies, haproxy }, listener }, at) => {
    const line = own[at];
    return line ? [{ proxies, haproxy, listener, line }] : [];
  });

/** Whether two servers share all that capacity depends on; neighbours nearly always do. */
const isAlike = (a: AppServer, b: AppServer): boolean =>
  a.role === b.role &&
  a.memory === b.memory &&
  a.baseMemory === b.baseMemory &&
  a.reserveMemory === b.reserveMemory &&
  a.service === b.service &&
  a.apache === b.apache &&
  a.kernel === b.kernel;

const claimAlike = (a: Claims, b: Claims): boolean =>
  a.every((line, at) => line?.settings === b[at]?.settings);

/** Short keys for equal values; each object is spelled out once. */
const keyer = (): ((value: object | undefined) => number) => {
  const byObject = new WeakMap<object, number>();
  const byText = new Map<string, number>();
  return (value) => {
    if (value === undefined) return -1;
    const known = byObject.get(value);
    if (known !== undefined) return known;
    const text = JSON.stringify(value);
    const id = byText.get(text) ?? byText.size;
    byText.set(text, id);
    byObject.set(value, id);
    return id;
  };
};
