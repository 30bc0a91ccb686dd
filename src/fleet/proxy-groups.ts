import type { Fleet, Haproxy, Proxy } from "./fleet.js";
import { memo } from "./memo.js";

/** Proxies that run one and the same configuration. */
export interface ProxyGroup {
  readonly haproxy: Haproxy;
  readonly proxies: readonly Proxy[];
  /** The proxies' names. */
  readonly hosts: readonly string[];
}

export const proxyGroups = memo((fleet: Fleet): readonly ProxyGroup[] => {
  const groups = new Map<Haproxy, Proxy[]>();
  for (const proxy of fleet.proxies) {
    const group = groups.get(proxy.haproxy);
    if (group) group.push(proxy);
    else groups.set(proxy.haproxy, [proxy]);
  }
  return [...groups].map(([haproxy, proxies]) => ({
    haproxy,
    proxies,
    hosts: proxies.map(({ name }) => name),
  }));
});
