import type { PoolPlan } from "../plan/plan-instance.js";
import { Fifo } from "./fifo.js";
import type { Jobs } from "./jobs.js";

/** What busy slots take one of each: a job that finds none waits for its turn, and keeps its slot. */
export class PoolBehind {
  /** Those at work. */
  active = 0;
  private readonly waiting: Fifo;
  private readonly waits = new Set<number>();
  /** At the limit, where it goes on only once all have ended. */
  private blocked = false;
  private readonly blocks: boolean;

  constructor(
    readonly plan: PoolPlan,
    jobs: Jobs,
    private readonly begin: (job: number) => void,
  ) {
    this.waiting = new Fifo(jobs.links);
    this.blocks = plan.resumes === "all ended";
  }

  ask = (job: number): void => {
    if (this.blocked || this.active >= this.plan.most) {
      this.waiting.push(job);
      this.waits.add(job);
    } else {
      this.take(job);
    }
  };

  /** It waits no longer; whether it did. */
  leave(job: number): boolean {
    const waited = this.waits.delete(job);
    if (waited) this.waiting.remove(job);
    return waited;
  }

  /** One is done. */
  ended(): void {
    this.active--;
    if (this.blocked && this.active > 0) return;
    this.blocked = false;
    while (this.waiting.length > 0 && !this.blocked && this.active < this.plan.most)
      this.take(this.waiting.shift());
  }

  private take(job: number): void {
    this.waits.delete(job);
    this.active++;
    if (this.blocks && this.active === this.plan.most) this.blocked = true;
    this.begin(job);
  }
}
