import { Alike } from "./alike.js";
import type { Fleet, Haproxy, Proxy } from "./fleet.js";

/** Proxies that are alike in all but their share of the requests. */
export interface ProxyKind {
  readonly sample: Proxy;
  readonly haproxy: Haproxy;
  readonly hosts: readonly string[];
}

export const proxyKinds = (fleet: Fleet): readonly ProxyKind[] => {
  const alike = new Alike();
  const kinds = new Map<number, { sample: Proxy; haproxy: Haproxy; hosts: string[] }>();
  for (const proxy of fleet.proxies) {
    const { haproxy, parts, memory, nofile } = proxy;
    const shared = Object.values(parts).reduce(
      (kind, part) => alike.andThis(kind, part),
      alike.andThis(0, haproxy),
    );
    const key = alike.and(alike.and(shared, memory), nofile);
    const kind = kinds.get(key);
    if (kind) kind.hosts.push(proxy.name);
    else kinds.set(key, { sample: proxy, haproxy, hosts: [proxy.name] });
  }
  return [...kinds.values()];
};
