import type { MemoryPlan } from "../plan/plan-instance.js";
import type { EventQueue } from "./events.js";
import { SERVED } from "./events.js";
import type { Jobs } from "./jobs.js";
import { RUNNING } from "./jobs.js";
import { PoolBehind } from "./pool-behind.js";
import type { Site } from "./station.js";

/** How many times longer a request takes whose memory is all in swap: a guess of the right order, not a measurement. */
const ALL_SWAPPED = 50;

/** The slots of an instance that are taken. Their jobs pass the pools behind, and then take their time. */
export class BusySlots {
  count = 0;
  /** The most that ever were. */
  most = 0;
  private readonly events: EventQueue;
  private readonly jobs: Jobs;
  private readonly memory: MemoryPlan | undefined;
  private readonly pools: readonly PoolBehind[];
  private readonly begin: (job: number) => void;

  constructor({ plan, events, jobs }: Site) {
    this.events = events;
    this.jobs = jobs;
    this.memory = plan.memory;
    const pools: PoolBehind[] = [];
    this.begin = plan.behind.reduceRight((next, pool) => {
      const behind = new PoolBehind(pool, jobs, next);
      pools.unshift(behind);
      return behind.ask;
    }, this.work);
    this.pools = pools;
  }

  /** The job has a slot: SERVED follows once it is done. */
  take(job: number): void {
    this.jobs.state[job] = RUNNING;
    this.count++;
    if (this.count > this.most) this.most = this.count;
    this.begin(job);
  }

  /** A job is done: its slot is free, and so is all that it had behind it. */
  free(): void {
    this.count--;
    for (const pool of this.pools) pool.ended();
  }

  /** A job ends before it is done: its slot is free, and so is what it had behind it, up to the one that it waits for. */
  cut(job: number): void {
    this.count--;
    for (const pool of this.pools) {
      if (pool.leave(job)) return;
      pool.ended();
    }
  }

  private work = (job: number): void => {
    const { jobs, events } = this;
    const takes = (jobs.service[job] as number) * this.slowness;
    events.plan(events.now + takes, SERVED, job, jobs.stamp[job] as number);
  };

  /**
   * How many times longer a request takes. Past the host's memory a part of all pages lies in swap; a request touches
   * its pages evenly, and waits for that part of them.
   */
  private get slowness(): number {
    const { memory, pools } = this;
    if (memory === undefined) return 1;
    let needed = memory.used;
    for (const { active, plan } of pools) needed += active * plan.each;
    return needed <= memory.total ? 1 : 1 + (ALL_SWAPPED - 1) * (1 - memory.total / needed);
  }
}
