import { processesPerProxy } from "../../fleet/capacity.js";
import { processMaxconn } from "../../fleet/connections.js";
import type { Haproxy, Listener, Proxy, ServiceTime } from "../../fleet/fleet.js";
import { acceptQueue } from "../../fleet/listens.js";
import { memo } from "../../fleet/memo.js";
import { takesSlots } from "../../fleet/service.js";
import { defaultIn } from "../../haproxy/defaults.js";
import type { Share } from "../../text/units.js";
import type { BackendPlan, InstanceNumber } from "./plan-backend.js";
import { planBackend } from "./plan-backend.js";
import { places } from "./tcp.js";

/** One proxy in numbers; Infinity is no limit. */
export interface ProxyPlan {
  readonly name: string;
  /** HAProxy processes, each with its own connections, queues and health checks. */
  readonly processes: number;
  /** Connections that one process takes at once. */
  readonly maxconn: number;
  /** The listeners whose requests take slots. */
  readonly listeners: readonly ListenerPlan[];
  /** Health checks are spread by this share of their interval. */
  readonly spreadChecks: Share;
}

export interface ListenerPlan {
  readonly name: string;
  /** Share of all requests, over all processes of the proxy. */
  readonly share: Share;
  /** How long its requests hold their slots. */
  readonly service_time: ServiceTime;
  /** Connections that the listener takes at once. */
  readonly maxconn: number;
  /** Connections that the kernel holds for it. */
  readonly backlog: number;
  /** Where its clients' requests go. */
  readonly backend: BackendPlan;
}

/** What of a storm comes to a listener. */
export interface Comes {
  readonly share: (proxy: Proxy, listener: Listener) => Share;
  readonly service_time: (listener: Listener) => ServiceTime;
}

/** All proxies in numbers. Those that share a configuration share the plans of its backends. */
export const planProxies = (
  proxies: readonly Proxy[],
  numberOf: InstanceNumber,
  comes: Comes,
): readonly ProxyPlan[] => {
  const backendsOf = memo((haproxy: Haproxy) =>
    memo((listener: Listener) => planBackend(listener, haproxy, numberOf)),
  );
  return proxies.map((proxy) => planProxy(proxy, backendsOf(proxy.haproxy), comes));
};

const planProxy = (
  proxy: Proxy,
  backendOf: (listener: Listener) => BackendPlan,
  { share, service_time }: Comes,
): ProxyPlan => {
  const { name, haproxy, nofile } = proxy;
  const maxconn = processMaxconn(haproxy, nofile)?.value ?? Number.POSITIVE_INFINITY;
  return {
    name,
    processes: processesPerProxy({ haproxy }),
    maxconn,
    spreadChecks: (haproxy.global["spread-checks"] ?? 0) / 100,
    listeners: haproxy.listeners.filter(takesSlots).map((listener) => ({
      name: listener.name,
      share: share(proxy, listener),
      service_time: service_time(listener),
      maxconn: listener.settings.maxconn ?? defaultIn(haproxy.version, "maxconn") ?? maxconn,
      backlog: places(acceptQueue({ haproxy, listener, proxy })),
      backend: backendOf(listener),
    })),
  };
};
