import type { Share } from "../text/units.js";
import { processesPerProxy } from "./capacity.js";
import type { Fleet, Proxy } from "./fleet.js";
import { lineMaxconn } from "./server-lines.js";
import { tierGroups } from "./tier.js";

/** What one proxy may send to the active app servers of a service at once, and its part of that. */
export interface ProxyPlaces {
  readonly proxy: Proxy;
  /** Its lines' maxconn, over all active app servers. */
  readonly places: number;
  /** Of what all proxies have. */
  readonly share: Share;
}

/** Undefined if a line has no maxconn, so that no proxy is short. */
export const placesOfProxies = (fleet: Fleet, name: string): readonly ProxyPlaces[] | undefined => {
  const places = new Map<Proxy, number>();
  for (const { claims, hosts, service } of tierGroups(fleet, "active")) {
    if (service.name !== name) continue;
    for (const claim of claims) {
      const maxconn = lineMaxconn(claim);
      if (maxconn === null) return undefined;
      const more = maxconn * processesPerProxy(claim) * hosts.length;
      for (const proxy of claim.proxies) places.set(proxy, (places.get(proxy) ?? 0) + more);
    }
  }
  const total = [...places.values()].reduce((sum, own) => sum + own, 0);
  return [...places].map(([proxy, own]) => ({ proxy, places: own, share: own / total }));
};
