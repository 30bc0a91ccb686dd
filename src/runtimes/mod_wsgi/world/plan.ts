import { listenBacklog, workers } from "../../../apache/workers.js";
import type { AppServer, Service } from "../../../fleet/fleet.js";
import type { StationPlan } from "../../../simulate/plan/plan-instance.js";
import { places } from "../../../simulate/plan/tcp.js";
import type { ApacheWorkersPlan } from "../../../simulate/world/apache-workers.js";
import type { Milliseconds } from "../../../text/units.js";
import {
  daemonConnectTimeout,
  gracefulTimeout,
  killedAfter,
  RESPAWN,
  replacementGap,
  socketTimeout,
  wsgiBacklog,
} from "../limits.js";
import { apacheOf, wsgiFrom } from "../section.js";

/** Apache with a daemon process group of mod_wsgi behind it. */
export interface WsgiPlan extends StationPlan {
  readonly apache: ApacheWorkersPlan;
  readonly processes: number;
  readonly threads: number;
  /** Connections that the kernel holds for the daemon processes. */
  readonly backlog: number;
  /** How long an Apache worker tries to hand a request over. */
  readonly connectTimeout: Milliseconds;
  /** Longest wait for a daemon process, after which the process drops the request. */
  readonly queueTimeout: Milliseconds;
  /** Longest that Apache waits for its answer. */
  readonly socketTimeout: Milliseconds;
  /** Requests after which a process is replaced. */
  readonly maximumRequests: number;
  /** How long it may go on to take requests then. */
  readonly graceful: Milliseconds;
  /** How long its threads may be busy with what they serve, on average over all of them. */
  readonly requestTimeout: Milliseconds;
  /** How long a process that takes no more requests has for those that it serves, before it is killed with them. */
  readonly shutdown: Milliseconds;
  /** How long it is gone once it serves none, and how long once it is killed. */
  readonly gap: Milliseconds;
  readonly respawn: Milliseconds;
}

export const planWsgi = (server: AppServer, service: Service): WsgiPlan => {
  const limit = server.limits.somaxconn.value;
  const own = wsgiFrom(service);
  const apache = apacheOf(server);
  const { wsgi } = own;
  return {
    kind: "mod_wsgi",
    slots: wsgi.processes * wsgi.threads,
    apache: {
      workers: workers(apache).value,
      backlog: places(Math.min(listenBacklog(apache).value, limit)),
    },
    processes: wsgi.processes,
    threads: wsgi.threads,
    backlog: places(Math.min(wsgiBacklog(own).value, limit)),
    connectTimeout: daemonConnectTimeout(own),
    queueTimeout: wsgi["queue-timeout"] || Number.POSITIVE_INFINITY,
    socketTimeout: socketTimeout(server, own).value,
    maximumRequests: wsgi["maximum-requests"] || Number.POSITIVE_INFINITY,
    graceful: gracefulTimeout(own).value,
    requestTimeout: wsgi["request-timeout"] || Number.POSITIVE_INFINITY,
    shutdown: killedAfter(own),
    gap: replacementGap(server, own),
    respawn: RESPAWN,
  };
};
