import { somaxconn } from "../fleet/backlog.js";
import { processesPerProxy } from "../fleet/capacity.js";
import type { AppServer, Haproxy, Listener, Proxy } from "../fleet/fleet.js";
import { takesSlots } from "../fleet/service.js";
import type { Share } from "../inventory/units.js";
import { defaultIn } from "../modules/haproxy/dialect.js";
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

/** HAProxy's listen() where neither backlog nor maxconn is set (listener_backlog in include/haproxy/listener.h). */
const DEFAULT_BACKLOG = 1024;
/** Files of a process that no connection has: its own, and those of its listeners and checks, about. */
const OWN_FILES = 100;

const known = new WeakMap<Listener, BackendPlan>();

export const planProxy = (
  { name, traffic, haproxy, nofile, kernel }: Proxy,
  apps: ReadonlyMap<AppServer, number>,
): ProxyPlan => {
  const maxconn = processMaxconn(haproxy, nofile);
  return {
    name,
    share: traffic,
    processes: processesPerProxy({ haproxy }),
    maxconn,
    spreadChecks: (haproxy.global["spread-checks"] ?? 0) / 100,
    listeners: haproxy.listeners.filter(takesSlots).map((listener) => {
      const backend = known.get(listener) ?? planBackend(listener, haproxy, apps);
      known.set(listener, backend);
      const own = listener.settings.maxconn ?? defaultIn(haproxy.version, "maxconn") ?? maxconn;
      const asked = listener.settings.backlog ?? listener.settings.maxconn ?? DEFAULT_BACKLOG;
      return {
        name: listener.name,
        maxconn: own,
        backlog: places(Math.min(asked, somaxconn(kernel).value)),
        backend,
      };
    }),
  };
};

/** Unset, HAProxy computes it from the files that it may have: two for a connection (manual 3.2 maxconn). */
const processMaxconn = ({ global, version }: Haproxy, nofile: number | undefined): number =>
  global.maxconn ??
  defaultIn(version, "maxconn") ??
  (nofile === undefined ? Number.POSITIVE_INFINITY : Math.max(Math.floor((nofile - OWN_FILES) / 2), 1));
