import type { BackendPlan } from "./plan-backend.js";
import type { InstancePlan } from "./plan-instance.js";
import type { ProxyPlan } from "./plan-proxy.js";

/** Whose curves are kept, so that their number is bounded, whatever the number of hosts. */
export interface CurveHosts {
  /** By place among the proxies' curves: the numbers of the proxies that share it. */
  readonly proxies: readonly (readonly number[])[];
  readonly servers: readonly (readonly number[])[];
  /** By place among the servers' curves: server lines to them, over all HAProxy processes. */
  readonly lines: readonly number[];
}

/** Up to so many proxies, and app servers, have curves of their own. */
const MAX_CURVES = 64;

/**
 * Each host has a curve of its own where there are few; of many, those alike in all but their name share one; and where
 * even those are many, the smallest groups share the last.
 */
export const curveHosts = (proxies: readonly ProxyPlan[], instances: readonly InstancePlan[]): CurveHosts => {
  const servers = share(instances.length, () => instanceKeys(proxies, instances));
  const lines = linesTo(proxies, instances.length);
  return {
    proxies: share(proxies.length, () => proxyKeys(proxies)),
    servers,
    lines: servers.map((hosts) => hosts.reduce((sum, host) => sum + (lines[host] ?? 0), 0)),
  };
};

const share = (count: number, keys: () => readonly string[]): readonly (readonly number[])[] => {
  if (count <= MAX_CURVES) return Array.from({ length: count }, (_, host) => [host]);
  const alike = new Map<string, number[]>();
  for (const [host, key] of keys().entries()) {
    const group = alike.get(key);
    if (group === undefined) alike.set(key, [host]);
    else group.push(host);
  }
  const groups = [...alike.values()];
  if (groups.length <= MAX_CURVES) return groups;
  const largest = groups.toSorted((a, b) => b.length - a.length || (a[0] ?? 0) - (b[0] ?? 0));
  const rest = largest.slice(MAX_CURVES - 1).flat();
  return [...largest.slice(0, MAX_CURVES - 1), rest.sort((a, b) => a - b)];
};

/** Proxies that are configured alike share their plans of backends. */
const proxyKeys = (proxies: readonly ProxyPlan[]): readonly string[] => {
  const numbers = new Map<BackendPlan, number>();
  const numberOf = (backend: BackendPlan): number => {
    const number = numbers.get(backend) ?? numbers.size;
    numbers.set(backend, number);
    return number;
  };
  return proxies.map(({ processes, maxconn, spreadChecks, listeners }) =>
    JSON.stringify([
      processes,
      maxconn,
      spreadChecks,
      listeners.map((listener) => [listener.share, listener.frontend, numberOf(listener.backend)]),
    ]),
  );
};

/** Instances are alike where they are configured alike, and every listener treats them alike. */
const instanceKeys = (
  proxies: readonly ProxyPlan[],
  instances: readonly InstancePlan[],
): readonly string[] => {
  const treated: string[][] = instances.map(() => []);
  for (const { lines } of backendsOf(proxies))
    for (const { instance, ...line } of lines) treated[instance]?.push(JSON.stringify(line));
  return instances.map(({ name: _, ...plan }, number) => JSON.stringify([plan, treated[number]]));
};

const backendsOf = (proxies: readonly ProxyPlan[]): ReadonlySet<BackendPlan> =>
  new Set(proxies.flatMap(({ listeners }) => listeners.map(({ backend }) => backend)));

const linesTo = (proxies: readonly ProxyPlan[], instances: number): readonly number[] => {
  const lines = new Array<number>(instances).fill(0);
  for (const { processes, listeners } of proxies)
    for (const { backend } of listeners)
      for (const { instance } of backend.lines) lines[instance] = (lines[instance] ?? 0) + processes;
  return lines;
};
