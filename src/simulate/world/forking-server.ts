import type { ChildrenPlan } from "../plan/plan-app.js";
import { Fifo } from "./fifo.js";
import type { Jobs } from "./jobs.js";

/** mirrorlist_server: each job that has a slot needs a forked child of its own, and waits where there is none to have. */
export class ForkingServer {
  /** Children at work. */
  active = 0;
  private readonly waiting: Fifo;
  /** At the limit with SIGCHLD ignored: wait() returns once every child has ended, not just one (measured, Python 3.11). */
  private blocked = false;

  constructor(
    private readonly plan: ChildrenPlan,
    jobs: Jobs,
    private readonly begin: (job: number) => void,
  ) {
    this.waiting = new Fifo(jobs.links);
  }

  ask(job: number): void {
    if (this.blocked || this.active >= this.plan.most) this.waiting.push(job);
    else this.fork(job);
  }

  /** A child has ended. */
  ended(): void {
    this.active--;
    if (this.blocked && this.active > 0) return;
    this.blocked = false;
    while (this.waiting.length > 0 && !this.blocked && this.active < this.plan.most)
      this.fork(this.waiting.shift());
  }

  private fork(job: number): void {
    this.active++;
    if (this.active === this.plan.most && !this.plan.reaps) this.blocked = true;
    this.begin(job);
  }
}
