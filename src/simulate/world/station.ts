import type { InstancePlan, StationPlan } from "../plan/plan-instance.js";
import type { EventQueue } from "./events.js";
import type { Jobs } from "./jobs.js";
import type { Xoshiro } from "./xoshiro.js";

/** An instance as it serves: a service on a host, from the backlog that its kernel keeps to its slots. */
export interface Station {
  /** Whether the kernel answers a SYN: past the backlog it drops it, and the other side sends it again. */
  readonly hasPlace: boolean;
  /** Jobs that are here and have no slot, and the most that ever were. */
  readonly waiting: number;
  readonly mostWaiting: number;
  /** Slots that are taken, and the most that ever were. */
  readonly busy: number;
  readonly mostBusy: number;
  /** The connection stands, and the request is sent. */
  accept(job: number): void;
  /** One of its own events, about the job, or whatever else it numbers. */
  happen(kind: number, id: number): void;
}

/** Tells whoever waits for a job that it has been answered. */
export type Answer = (owner: number, outcome: number) => void;

/** What a station has of the world around it. */
export interface Site {
  /** The instance's number. */
  readonly number: number;
  readonly plan: InstancePlan;
  readonly events: EventQueue;
  readonly jobs: Jobs;
  readonly answer: Answer;
  /** For what it leaves to chance. */
  readonly random: Xoshiro;
}

/** How the instances of one runtime serve. Threads are given it, too: it stands apart from all that reads a fleet. */
export interface StationKind<P extends StationPlan = StationPlan> {
  /** What the plans of its stations name. */
  readonly kind: string;
  open(plan: P, site: Site): Station;
}

/** The station of an instance, idle. */
export const openStation = (kinds: readonly StationKind[], site: Site): Station => {
  const { station } = site.plan;
  const found = kinds.find(({ kind }) => kind === station.kind);
  if (found === undefined) throw new Error(`nothing is known of a station of kind ${station.kind}`);
  return found.open(station, site);
};
