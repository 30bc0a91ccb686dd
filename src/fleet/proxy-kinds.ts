import type { Fleet, Haproxy, Kernel } from "./fleet.js";

/** Proxies that are alike in all but their share of the requests. */
export interface ProxyKind {
  readonly sample: Fleet["proxies"][number];
  readonly haproxy: Haproxy;
  readonly hosts: readonly string[];
}

export const proxyKinds = (fleet: Fleet): readonly ProxyKind[] => {
  const haproxies = new Map<Haproxy, number>();
  const kernels = new Map<Kernel, number>();
  const kinds = new Map<string, { sample: ProxyKind["sample"]; haproxy: Haproxy; hosts: string[] }>();
  for (const proxy of fleet.proxies) {
    const { haproxy, kernel, memory, nofile } = proxy;
    const key = [idIn(haproxies, haproxy), idIn(kernels, kernel), memory, nofile].join(" ");
    const kind = kinds.get(key);
    if (kind) kind.hosts.push(proxy.name);
    else kinds.set(key, { sample: proxy, haproxy, hosts: [proxy.name] });
  }
  return [...kinds.values()];
};

const idIn = <T>(ids: Map<T, number>, thing: T): number => {
  const id = ids.get(thing) ?? ids.size;
  ids.set(thing, id);
  return id;
};
