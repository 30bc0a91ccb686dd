import { processesPerProxy } from "../../fleet/capacity.js";
import { processMaxconn } from "../../fleet/connections.js";
import type { AppServer, Haproxy, Listener, Proxy } from "../../fleet/fleet.js";
import { acceptQueue } from "../../fleet/listens.js";
import { memo } from "../../fleet/memo.js";
import { takesSlots } from "../../fleet/service.js";
import { defaultIn } from "../../haproxy/defaults.js";
import type { Share } from "../../text/units.js";
import type { BackendPlan } from "./plan-backend.js";
import { planBackend } from "./plan-backend.js";
import { places } from "./tcp.js";

/** One proxy in numbers; Infinity is no limit. */
export interface ProxyPlan {
  readonly name: string;
  /** Share of all requests. */
  readonly share: Share;
  /** HAProxy processes, each with its own connections, queues and health checks. */
  readonly processes: number;
  /** Connections that one process takes at once. */
  readonly maxconn: number;
  /** The listeners whose requests take slots; the proxy's requests are spread over them evenly. */
  readonly listeners: readonly ListenerPlan[];
  /** Health checks are spread by this share of their interval. */
  readonly spreadChecks: Share;
}

export interface ListenerPlan {
  readonly name: string;
  /** Connections that the listener takes at once. */
  readonly maxconn: number;
  /** Connections that the kernel holds for it. */
  readonly backlog: number;
  /** Where its clients' requests go. */
  readonly backend: BackendPlan;
}

/** All proxies in numbers. Those that share a configuration share the plans of its backends. */
export const planProxies = (
  proxies: readonly Proxy[],
  instances: ReadonlyMap<AppServer, number>,
): readonly ProxyPlan[] => {
  const backendsOf = memo((haproxy: Haproxy) =>
    memo((listener: Listener) => planBackend(listener, haproxy, instances)),
  );
  return proxies.map((proxy) => planProxy(proxy, backendsOf(proxy.haproxy)));
};

const planProxy = (proxy: Proxy, backendOf: (listener: Listener) => BackendPlan): ProxyPlan => {
  const { name, traffic, haproxy, nofile } = proxy;
  const maxconn = processMaxconn(haproxy, nofile)?.value ?? Number.POSITIVE_INFINITY;
  return {
    name,
    share: traffic,
    processes: processesPerProxy({ haproxy }),
    maxconn,
    spreadChecks: (haproxy.global["spread-checks"] ?? 0) / 100,
    listeners: haproxy.listeners.filter(takesSlots).map((listener) => ({
      name: listener.name,
      maxconn: listener.settings.maxconn ?? defaultIn(haproxy.version, "maxconn") ?? maxconn,
      backlog: places(acceptQueue({ haproxy, listener, proxy })),
      backend: backendOf(listener),
    })),
  };
};
