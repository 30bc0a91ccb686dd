import type { PoolPlan } from "../plan/plan-instance.js";
import { Fifo } from "./fifo.js";
import type { Jobs } from "./jobs.js";

/** What busy slots take one of each: a job that finds none waits for its turn, and keeps its slot. */
export class PoolBehind {
  /** Those at work. */
  active = 0;
  private readonly waiting: Fifo;
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
    if (this.blocked || this.active >= this.plan.most) this.waiting.push(job);
    else this.take(job);
  };

  /** One is done. */
  ended(): void {
    this.active--;
    if (this.blocked && this.active > 0) return;
    this.blocked = false;
    while (this.waiting.length > 0 && !this.blocked && this.active < this.plan.most)
      this.take(this.waiting.shift());
  }

  private take(job: number): void {
    this.active++;
    if (this.blocks && this.active === this.plan.most) this.blocked = true;
    this.begin(job);
  }
}
