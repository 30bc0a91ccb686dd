import { ANSWERED } from "../../simulate/plan/outcome.js";
import type { StationPlan } from "../../simulate/plan/plan-instance.js";
import { BusySlots } from "../../simulate/world/busy-slots.js";
import { Fifo } from "../../simulate/world/fifo.js";
import { WAITING } from "../../simulate/world/jobs.js";
import type { Site, Station, StationKind } from "../../simulate/world/station.js";

export interface SlotsPlan extends StationPlan {
  /** Connections that the kernel holds. */
  readonly backlog: number;
}

/** So many requests at once, and the rest in the order in which they have come: all that a plain number of slots says. */
class SlotsStation implements Station {
  mostWaiting = 0;
  private readonly queue: Fifo;
  private readonly slots: BusySlots;

  constructor(
    private readonly plan: SlotsPlan,
    private readonly site: Site,
  ) {
    this.queue = new Fifo(site.jobs.links);
    this.slots = new BusySlots(site);
  }

  get hasPlace(): boolean {
    return this.slots.count < this.plan.slots || this.queue.length < this.plan.backlog;
  }

  get waiting(): number {
    return this.queue.length;
  }

  get busy(): number {
    return this.slots.count;
  }

  get mostBusy(): number {
    return this.slots.most;
  }

  accept(job: number): void {
    if (this.slots.count < this.plan.slots) {
      this.slots.take(job);
      return;
    }
    this.site.jobs.state[job] = WAITING;
    this.queue.push(job);
    this.mostWaiting = Math.max(this.mostWaiting, this.queue.length);
  }

  /** A job is done, which is all that happens here. */
  happen(_served: number, job: number): void {
    const { jobs, answer } = this.site;
    const owner = jobs.owner[job] as number;
    this.slots.free();
    jobs.release(job);
    if (this.queue.length > 0) this.slots.take(this.queue.shift());
    answer(owner, ANSWERED);
  }
}

export const slotsStation: StationKind<SlotsPlan> = {
  kind: "slots",
  open: (plan, site) => new SlotsStation(plan, site),
};
