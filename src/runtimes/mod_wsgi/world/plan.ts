import { listenBacklog, somaxconn } from "../../../fleet/backlog.js";
import type { AppServer, Service } from "../../../fleet/fleet.js";
import { workers } from "../../../fleet/workers.js";
import { gracefulTimeout, replacementGap, socketTimeout, wsgiBacklog } from "../../../fleet/wsgi.js";
import type { StationPlan } from "../../../simulate/plan/plan-instance.js";
import { places } from "../../../simulate/plan/tcp.js";
import type { ApacheWorkersPlan } from "../../../simulate/world/apache-workers.js";
import type { Milliseconds } from "../../../text/units.js";

/** Apache with a daemon process group of mod_wsgi behind it. */
export interface ModWsgiPlan extends StationPlan {
  readonly apache: ApacheWorkersPlan;
  readonly processes: number;
  readonly threads: number;
  /** Connections that the kernel holds for the daemon processes. */
  readonly backlog: number;
  /** Longest wait for a daemon process, after which the process drops the request. */
  readonly queueTimeout: Milliseconds;
  /** Longest that Apache waits for its answer. */
  readonly socketTimeout: Milliseconds;
  /** Requests after which a process is replaced. */
  readonly maximumRequests: number;
  /** How long it may go on to take requests then. */
  readonly graceful: Milliseconds;
  /** How long it is gone. */
  readonly gap: Milliseconds;
}

export const planModWsgi = (server: AppServer, service: Service): ModWsgiPlan => {
  const limit = somaxconn(server.kernel).value;
  const { wsgi } = service;
  return {
    kind: "mod_wsgi",
    slots: wsgi.processes * wsgi.threads,
    apache: {
      workers: workers(server.apache).value,
      backlog: places(Math.min(listenBacklog(server.apache).value, limit)),
    },
    processes: wsgi.processes,
    threads: wsgi.threads,
    backlog: places(Math.min(wsgiBacklog(service).value, limit)),
    queueTimeout: wsgi["queue-timeout"] || Number.POSITIVE_INFINITY,
    socketTimeout: socketTimeout(server, service).value,
    maximumRequests: wsgi["maximum-requests"] || Number.POSITIVE_INFINITY,
    graceful: gracefulTimeout(service).value,
    gap: replacementGap(server, service),
  };
};
