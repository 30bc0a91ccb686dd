import { defaultIn } from "../haproxy/dialect.js";
import { originOf } from "../yaml/node.js";
import type { Origin } from "../yaml/place.js";
import { listenBacklog, requestQueueSize, somaxconn } from "./backlog.js";
import type { OnProxy } from "./connections.js";
import { processMaxconn } from "./connections.js";
import type { AppServer, Haproxy, Listener } from "./fleet.js";
import { wsgiBacklog } from "./wsgi.js";

/** A call of listen() by one of the daemons. */
export interface Listen {
  readonly what: string;
  readonly family: "tcp" | "unix";
  readonly backlog: number;
  /** Where it is set, or where to set it. */
  readonly at: Origin;
  /** False where the daemon's own default asks for it. */
  readonly set: boolean;
}

/** What Apache, mod_wsgi and mirrorlist_server ask for on an app server. */
export const listensOnAppServer = ({ service, apache }: AppServer): readonly Listen[] => {
  if (service === undefined) return [];
  const queue = service.server && requestQueueSize(service);
  const workers = listenBacklog(apache);
  const daemons = wsgiBacklog(service);
  return [
    ...(queue
      ? [
          {
            what: "mirrorlist_server (request_queue_size)",
            family: "unix" as const,
            backlog: queue.value,
            at: queue.origin,
            set: queue.because === "set",
          },
        ]
      : []),
    {
      what: "Apache (ListenBackLog)",
      family: "tcp",
      backlog: workers.value,
      at: workers.origin,
      set: workers.because === "set",
    },
    {
      what: "the daemon processes (listen-backlog)",
      family: "unix",
      backlog: daemons.value,
      at: daemons.origin,
      set: daemons.because === "set",
    },
  ];
};

/** What HAProxy asks for: the listener's backlog, its maxconn, or the default: since 2.0 the process's maxconn. */
export const listenOfListener = (
  haproxy: Haproxy,
  listener: Listener,
  nofile: number | undefined,
): Listen | undefined => {
  const { backlog, maxconn } = listener.settings;
  const key = backlog === undefined ? "maxconn" : "backlog";
  const common = { what: `listener ${listener.name} (${key})`, family: "tcp" as const };
  const set = backlog ?? maxconn;
  if (set !== undefined) return { ...common, backlog: set, at: originOf(listener.node, key), set: true };
  const byDefault = defaultIn(haproxy.version, "maxconn") ?? processMaxconn(haproxy, nofile)?.value;
  return byDefault === undefined
    ? undefined
    : { ...common, backlog: byDefault, at: originOf(listener.node, "backlog"), set: false };
};

/** Connections that wait in the kernel for HAProxy to accept them: what it asks for, cut by net.core.somaxconn. */
export const acceptQueue = ({ haproxy, listener, proxy }: OnProxy): number => {
  const asked = listenOfListener(haproxy, listener, proxy.nofile);
  return Math.min(asked?.backlog ?? Number.POSITIVE_INFINITY, somaxconn(proxy.kernel).value);
};
