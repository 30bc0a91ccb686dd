import type { AppServer, Service } from "../../fleet/fleet.js";
import { maxChildren, memoryBill } from "../../fleet/memory.js";
import type { Bytes } from "../../text/units.js";
import type { Outcome } from "./outcome.js";
import { OUTCOMES } from "./outcome.js";

/** An instance in numbers, a service on a host; Infinity is no limit. */
export interface InstancePlan {
  /** The host's. */
  readonly name: string;
  readonly role: AppServer["role"];
  readonly station: StationPlan;
  /** The number of the first of the outcomes that its runtime adds. */
  readonly firstOutcome: number;
  /** What each busy slot takes one of, in turn. */
  readonly behind: readonly PoolPlan[];
  /** Undefined where the inventory does not say what memory there is and what takes it. */
  readonly memory: MemoryPlan | undefined;
}

/** What all stations' plans say; what else they do, only their runtime reads. Plain data: it goes to other threads. */
export interface StationPlan {
  readonly kind: string;
  readonly slots: number;
}

/** A pool on the host, of which a busy slot takes one until its request is done, and waits where there is none to have. */
export interface PoolPlan {
  readonly most: number;
  /** At that number: whether the next is to be had once one is done, or only once all are. */
  readonly resumes: "one ended" | "all ended";
  /** Memory of each. */
  readonly each: Bytes;
}

export interface MemoryPlan {
  readonly total: Bytes;
  /** In use with nothing of the pools there. */
  readonly used: Bytes;
}

/** How the instances of one runtime are read off a fleet. */
export interface StationPlanner {
  /** Ways in which they end a request by themselves. */
  readonly outcomes: readonly Outcome[];
  /** Undefined for a service of another runtime. */
  readonly plan: (server: AppServer, service: Service) => StationPlan | undefined;
}

/** A service on a host. */
export interface Placed {
  readonly server: AppServer;
  readonly service: Service;
}

export const planInstance = (
  { server, service }: Placed,
  planners: readonly StationPlanner[],
): InstancePlan => {
  let firstOutcome = OUTCOMES.length;
  for (const { plan, outcomes } of planners) {
    const station = plan(server, service);
    if (station !== undefined)
      return {
        name: server.name,
        role: server.role,
        station,
        firstOutcome,
        behind: planPools(service),
        memory: planMemory(server, service),
      };
    firstOutcome += outcomes.length;
  }
  throw new Error(`no simulated runtime is that of ${service.name}`);
};

const planPools = (service: Service): readonly PoolPlan[] =>
  service.server === undefined
    ? []
    : [
        {
          most: maxChildren(service).value,
          resumes: service.server.reap_children ? "one ended" : "all ended",
          each: service.server.memory_per_child ?? 0,
        },
      ];

const planMemory = (server: AppServer, service: Service): MemoryPlan | undefined => {
  const billed = memoryBill(server, service);
  if (!billed.ok) return undefined;
  const { memory, base, processes, perProcess } = billed.bill;
  return { total: memory, used: base + processes * perProcess };
};
