import type { AppServer, Service } from "../../fleet/fleet.js";
import { memoryBill } from "../../fleet/memory.js";
import type { Ending, Listen } from "../../fleet/runtime.js";
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
  const { runtime } = service;
  const { units } = runtime;
  const [front, slots] = runtime.stages(server);
  const queue = (listen: Listen | undefined): number =>
    places(Math.min(listen?.backlog ?? NO_LIMIT, server.limits.somaxconn.value));
  const ending = (measures: Ending["measures"]): Milliseconds =>
    runtime.endings(server).find((one) => one.measures === measures)?.after.value ?? NO_LIMIT;
  const replacement = runtime.replacement(server);
  const [behind] = service.behind;
  return {
    name: server.name,
    role: server.role,
    backlog: queue(front?.listen),
    workers: front?.size.value ?? NO_LIMIT,
    processes: units.count,
    threads: units.slots,
    wsgiBacklog: queue(slots?.listen),
    queueTimeout: ending("wait"),
    socketTimeout: ending("answer"),
    maximumRequests: replacement?.requests ?? NO_LIMIT,
    graceful: replacement?.graceful ?? 0,
    gap: replacement?.gap ?? 0,
    children: behind && { most: behind.most.value, reaps: behind.resumes === "one ended" },
    memory: planMemory(server, service),
  };
};

const NO_LIMIT = Number.POSITIVE_INFINITY;

const planMemory = (server: AppServer, service: Service): MemoryPlan | undefined => {
  const billed = memoryBill(server, service);
  if (!billed.ok) return undefined;
  const { memory, base, units, behind } = billed.bill;
  return { total: memory, used: base + units.count * units.each, perChild: behind[0]?.each ?? 0 };
};
