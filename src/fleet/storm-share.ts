import type { Share } from "../text/units.js";
import type { Listener, Proxy, Storm } from "./fleet.js";
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
  if (!takesSlots(listener)) return 0;
  if (to === undefined) return traffic / haproxy.listeners.filter(takesSlots).length;
  const address = to[listener.name];
  return address === undefined || address.traffic === 0 ? 0 : (address.share * traffic) / address.traffic;
};
