import type { AppServer, Service } from "../../fleet/fleet.js";
import { memoryBill } from "../../fleet/memory.js";
import type { Behind } from "../../fleet/runtime.js";
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
  readonly resumes: Behind["resumes"];
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
  readonly plan: (server: AppServer, service: Service) => StationPlan;
}

/** A runtime, as far as plans know it. */
export interface PlannedRuntime {
  readonly name: string;
  readonly simulated?: StationPlanner;
}

/** A service on a host. */
export interface Hosted {
  readonly server: AppServer;
  readonly service: Service;
}

/** Undefined where the service's runtime is not simulated. */
export const planInstance = (
  { server, service }: Hosted,
  runtimes: readonly PlannedRuntime[],
): InstancePlan | undefined => {
  const at = runtimes.findIndex(({ name }) => name === service.runtime.name);
  const station = runtimes[at]?.simulated?.plan(server, service);
  if (station === undefined) return undefined;
  return {
    name: server.name,
    role: server.role,
    station,
    firstOutcome: outcomesOf(runtimes.slice(0, at)).length,
    behind: service.behind.map(({ most, resumes, memory }) => ({
      most: most.value,
      resumes,
      each: memory.each ?? 0,
    })),
    memory: planMemory(server, service),
  };
};

/** How requests may end, by number. */
export const outcomesOf = (runtimes: readonly PlannedRuntime[]): readonly Outcome[] => [
  ...OUTCOMES,
  ...runtimes.flatMap(({ simulated }) => simulated?.outcomes ?? []),
];

const planMemory = (server: AppServer, service: Service): MemoryPlan | undefined => {
  const billed = memoryBill(server, service);
  if (!billed.ok) return undefined;
  const { memory, base, units, others } = billed.bill;
  const beside = others.reduce((sum, { count, each }) => sum + count * each, 0);
  return { total: memory, used: base + beside + units.count * units.each };
};
