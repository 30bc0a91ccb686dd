import { ANSWERED } from "../plan/outcome.js";
import { WORKER_FREE } from "./events.js";
import { Fifo } from "./fifo.js";
import { NO_SLOT, WAITING } from "./jobs.js";
import type { Site } from "./station.js";

/**
 * From a worker's answer until it has handed the next connection's request on. In between, one that tries again at what
 * is behind the workers may take the place that has come free. 0.9 to 1.4 ms were measured from the end of one script to
 * the beginning of the next, with two workers of event or prefork and connections waiting (Apache 2.4, mod_wsgi 4.9.4).
 */
const TURN = 1;

export interface ApacheWorkersPlan {
  /** Requests that Apache serves at once. */
  readonly workers: number;
  /** Connections that the kernel holds for it. */
  readonly backlog: number;
}

/** Apache in front of slots: a backlog that the kernel keeps, and workers, each of which keeps its request until the answer. */
export class ApacheWorkers {
  private working = 0;
  /** Workers that have answered, and take the next connection out of the backlog. */
  private turning = 0;
  private readonly unread: Fifo;

  constructor(
    private readonly plan: ApacheWorkersPlan,
    private readonly site: Site,
    /** Takes a job that asks for a slot. */
    private readonly hand: (job: number) => void,
  ) {
    this.unread = new Fifo(site.jobs.links);
  }

  get hasPlace(): boolean {
    return this.working < this.plan.workers || this.unread.length < this.plan.backlog;
  }

  /** Jobs that are here, those in the backlog among them. */
  get held(): number {
    return this.unread.length + this.working - this.turning;
  }

  accept(job: number): void {
    if (this.working < this.plan.workers) {
      this.work(job);
    } else {
      this.site.jobs.state[job] = WAITING;
      this.unread.push(job);
    }
  }

  /** Apache answers, and its worker is free; `over` says whether the slots have done with the job, too. */
  respond(job: number, outcome: number, over: boolean): void {
    const { jobs, events, number, answer } = this.site;
    const owner = jobs.owner[job] as number;
    if (over) jobs.release(job);
    if (this.unread.length === this.turning) {
      this.working--;
    } else {
      this.turning++;
      events.plan(events.now + TURN, WORKER_FREE, 0, number);
    }
    answer(owner, outcome);
  }

  /** A worker takes the next connection. */
  turned(): void {
    this.turning--;
    this.working--;
    this.work(this.unread.shift());
  }

  private work(job: number): void {
    this.working++;
    if (this.site.jobs.service[job] === NO_SLOT) this.respond(job, ANSWERED, true);
    else this.hand(job);
  }
}
