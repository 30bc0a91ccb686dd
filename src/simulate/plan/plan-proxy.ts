import { processesPerProxy } from "../../fleet/capacity.js";
import { processMaxconn } from "../../fleet/connections.js";
import type { Frontend, Haproxy, Listener, Proxy, ServiceTime } from "../../fleet/fleet.js";
import { frontendsTo } from "../../fleet/listeners.js";
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

/** The way from one frontend to one of the backends that it leads to; a listen section has one of its own. */
export interface ListenerPlan {
  /** The backend's. */
  readonly name: string;
  readonly frontend: FrontendPlan;
  /** Share of all requests, over all processes of the proxy. */
  readonly share: Share;
  /** How long its requests hold their slots. */
  readonly service_time: ServiceTime;
  /** Where its clients' requests go. */
  readonly backend: BackendPlan;
}

/** What its ways have in common. */
export interface FrontendPlan {
  /** Connections that it takes at once. */
  readonly maxconn: number;
  /** Connections that the kernel holds for it. */
  readonly backlog: number;
}

/** Backends that no frontend leads to: their servers are checked all the same. */
const unreached = (haproxy: Haproxy): readonly Frontend[] =>
  haproxy.listeners
    .filter((listener) => frontendsTo(haproxy, listener).length === 0)
    .map((listener) => ({
      ...listener,
      own: { ...listener.own, bind: [] },
      settings: { ...listener.settings, bind: [] },
      leadsTo: [listener],
    }));

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
    listeners: [...haproxy.frontends, ...unreached(haproxy)].flatMap((frontend) => {
      const plan = {
        maxconn: frontend.settings.maxconn ?? defaultIn(haproxy.version, "maxconn") ?? maxconn,
        backlog: places(acceptQueue({ haproxy, frontend, proxy })),
      };
      return frontend.leadsTo.filter(takesSlots).map((listener) => ({
        name: listener.name,
        frontend: plan,
        share: share(proxy, listener) / Math.max(frontendsTo(haproxy, listener).length, 1),
        service_time: service_time(listener),
        backend: backendOf(listener),
      }));
    }),
  };
};
