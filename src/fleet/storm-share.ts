import type { Share } from "../text/units.js";
import type { Fleet, Frontend, Listener, Proxy, Storm } from "./fleet.js";
import { frontendsTo } from "./listeners.js";
import { memo } from "./memo.js";
import { takesSlots } from "./service.js";

/**
 * The share of all requests of a storm that come to one listener of a proxy, over all its processes: by the storm's
 * shares of the listeners and the traffic of the proxies that have it; evenly over a proxy's listeners with slots where
 * the storm does not say.
 */
export const stormShare = (
  { to }: Pick<Storm, "to">,
  { traffic, haproxy }: Pick<Proxy, "traffic" | "haproxy">,
  listener: Listener,
): Share => {
  const reached = slotListenersOf(haproxy);
  if (!reached.includes(listener)) return 0;
  if (to === undefined) return traffic / reached.length;
  const address = to.get(listener.name);
  return address === undefined || address.traffic === 0 ? 0 : (address.share * traffic) / address.traffic;
};

/** The share that comes to a proxy, over all its listeners. */
export const proxyShare = (storm: Pick<Storm, "to">, proxy: Pick<Proxy, "traffic" | "haproxy">): Share =>
  proxy.haproxy.listeners.reduce((sum, listener) => sum + stormShare(storm, proxy, listener), 0);

/** The share that comes through one frontend of a proxy; of what several lead to, each has an equal part. */
export const frontendShare = (storm: Pick<Storm, "to">, proxy: Proxy, frontend: Frontend): Share =>
  frontend.leadsTo.reduce(
    (sum, listener) =>
      sum + stormShare(storm, proxy, listener) / Math.max(frontendsTo(proxy.haproxy, listener).length, 1),
    0,
  );

/** The share that comes to the listeners of one name, over all proxies. */
export const listenerShare = (
  storm: Pick<Storm, "to">,
  { proxies }: Pick<Fleet, "proxies">,
  name: string,
): Share =>
  proxies.reduce(
    (sum, proxy) =>
      proxy.haproxy.listeners
        .filter((listener) => listener.name === name)
        .reduce((own, listener) => own + stormShare(storm, proxy, listener), sum),
    0,
  );

/** Whether requests of a storm come through a listener as one kind of proxy has it. */
export const comesThrough = (
  storm: Pick<Storm, "to">,
  { proxies, listener }: { readonly proxies: readonly Proxy[]; readonly listener: Listener },
): boolean => proxies.some((proxy) => stormShare(storm, proxy, listener) > 0);

/** The part of all traffic that the proxies have which have a listener of that name with slots. */
export const trafficOf = (proxies: readonly Proxy[], name: string): Share =>
  proxies
    .filter(({ haproxy }) => slotListenersOf(haproxy).some((listener) => listener.name === name))
    .reduce((sum, { traffic }) => sum + traffic, 0);

/** The listeners that share some proxy's requests evenly where a storm does not say which of them it comes to. */
export const splitListeners = ({ proxies }: Pick<Fleet, "proxies">): readonly string[] => {
  const split = new Set(proxies.filter(({ traffic }) => traffic > 0).map(({ haproxy }) => haproxy));
  const several = [...split].map(slotListenersOf).filter((listeners) => listeners.length > 1);
  return [...new Set(several.flat().map(({ name }) => name))];
};

/** Those that clients can come to. */
const slotListenersOf = memo((haproxy: Proxy["haproxy"]): readonly Listener[] =>
  haproxy.listeners.filter((listener) => takesSlots(listener) && frontendsTo(haproxy, listener).length > 0),
);
