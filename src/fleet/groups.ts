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
  const claims = new Map<AppServer, Claim[]>();
  for (const { group, listener } of slotListeners(fleet)) {
    for (const line of listener.lines) {
      const claim = { proxies: group.proxies, haproxy: group.haproxy, listener, line };
      const known = claims.get(line.server);
      if (known) known.push(claim);
      else claims.set(line.server, [claim]);
    }
  }
  const groups = new Map<string, { sample: AppServer; hosts: string[]; claims: readonly Claim[] }>();
  for (const server of fleet.appServers) {
    const own = claims.get(server) ?? [];
    const key = [
      server.role,
      server.memory,
      server.baseMemory,
      server.reserveMemory,
      keyOf(server.service && [server.service.wsgi, server.service.server, server.service.site]),
      keyOf(server.apache.settings),
      keyOf(server.kernel.settings),
      ...own.flatMap((claim) => [keyOf(claim.listener), keyOf(claim.line.settings)]),
    ].join(" ");
    const group = groups.get(key);
    if (group) group.hosts.push(server.name);
    else groups.set(key, { sample: server, hosts: [server.name], claims: own });
  }
  return [...groups.values()];
});

/** Short keys for equal values; each object is spelled out once. */
const keyer = (): ((value: object | undefined) => number) => {
  const byObject = new WeakMap<object, number>();
  const byText = new Map<string, number>();
  return (value) => {
    if (value === undefined) return -1;
    const known = byObject.get(value);
    if (known !== undefined) return known;
    const text = "lines" in value ? `listener ${byText.size}` : JSON.stringify(value);
    const id = byText.get(text) ?? byText.size;
    byText.set(text, id);
    byObject.set(value, id);
    return id;
  };
};
