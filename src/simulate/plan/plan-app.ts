import { listenBacklog, somaxconn } from "../../fleet/backlog.js";
import type { AppServer, Service } from "../../fleet/fleet.js";
import { maxChildren, memoryBill } from "../../fleet/memory.js";
import { workers } from "../../fleet/workers.js";
import { gracefulTimeout, replacementGap, socketTimeout, wsgiBacklog } from "../../fleet/wsgi.js";
import type { Bytes, Milliseconds } from "../../text/units.js";
import { places } from "../world/tcp.js";

/** One app server in numbers; Infinity is no limit. */
export interface AppPlan {
  readonly name: string;
  readonly role: AppServer["role"];
  /** Connections that the kernel holds for Apache. */
  readonly backlog: number;
  /** Requests that Apache serves at once. */
  readonly workers: number;
  readonly processes: number;
  readonly threads: number;
  /** Connections that the kernel holds for the daemon processes. */
  readonly wsgiBacklog: number;
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
  /** The forking server behind the daemon processes; undefined where they do the work themselves. */
  readonly children: ChildrenPlan | undefined;
  /** Undefined where the inventory does not say what memory there is and what takes it. */
  readonly memory: MemoryPlan | undefined;
}

export interface ChildrenPlan {
  readonly most: number;
  /** False where it ignores SIGCHLD: at the limit it then waits until every child has ended (measured, Python 3.11). */
  readonly reaps: boolean;
}

export interface MemoryPlan {
  readonly total: Bytes;
  /** In use with no child there. */
  readonly used: Bytes;
  readonly perChild: Bytes;
}

export const planApp = (server: AppServer, service: Service): AppPlan => {
  const limit = somaxconn(server.kernel).value;
  const { wsgi } = service;
  return {
    name: server.name,
    role: server.role,
    backlog: places(Math.min(listenBacklog(server.apache).value, limit)),
    workers: workers(server.apache).value,
    processes: wsgi.processes,
    threads: wsgi.threads,
    wsgiBacklog: places(Math.min(wsgiBacklog(service).value, limit)),
    queueTimeout: wsgi["queue-timeout"] || Number.POSITIVE_INFINITY,
    socketTimeout: socketTimeout(server, service).value,
    maximumRequests: wsgi["maximum-requests"] || Number.POSITIVE_INFINITY,
    graceful: gracefulTimeout(service).value,
    gap: replacementGap(server, service),
    children: service.server && {
      most: maxChildren(service).value,
      reaps: service.server.reap_children,
    },
    memory: planMemory(server, service),
  };
};

const planMemory = (server: AppServer, service: Service): MemoryPlan | undefined => {
  const billed = memoryBill(server, service);
  if (!billed.ok) return undefined;
  const { memory, base, processes, perProcess, perChild } = billed.bill;
  return { total: memory, used: base + processes * perProcess, perChild };
};
