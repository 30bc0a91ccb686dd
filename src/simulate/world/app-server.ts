import type { AppPlan } from "../plan/plan-app.js";
import { DaemonGroup } from "./daemon-group.js";
import { WORKER_FREE } from "./event.js";
import type { EventQueue } from "./event-queue.js";
import { Fifo } from "./fifo.js";
import type { Jobs } from "./jobs.js";
import { NO_SLOT, UNREAD } from "./jobs.js";
import { ANSWERED } from "./outcome.js";
import type { Xoshiro } from "./xoshiro.js";

/**
 * From a worker's answer until it has handed the next connection's request on. In between, one that tries again at the
 * daemon's backlog may take the place that has come free. 0.9 to 1.4 ms were measured from the end of one script to the
 * beginning of the next, with two workers of event or prefork and connections waiting (Apache 2.4, mod_wsgi 4.9.4).
 */
const TURN = 1;

/** Tells whoever waits for a job that it has been answered. */
export type Answer = (owner: number, outcome: number) => void;

/** Apache on one app server: a backlog that the kernel keeps, workers, and behind them the daemon processes. */
export class AppServer {
  readonly daemons: DaemonGroup;
  /** The most jobs that were ever here and had no slot. */
  mostWaiting = 0;
  private working = 0;
  /** Workers that have answered, and take the next connection out of the backlog. */
  private turning = 0;
  private readonly unread: Fifo;

  constructor(
    private readonly number: number,
    readonly plan: AppPlan,
    /** Number of its first daemon process, counted over all app servers. */
    readonly firstProcess: number,
    private readonly events: EventQueue,
    private readonly jobs: Jobs,
    private readonly answer: Answer,
    restarts: Xoshiro,
  ) {
    this.unread = new Fifo(jobs.links);
    this.daemons = new DaemonGroup(plan, firstProcess, events, jobs, this.respond, restarts);
  }

  /** Whether the kernel answers a SYN: past the backlog it drops it, and the other side sends it again. */
  get hasPlace(): boolean {
    return this.working < this.plan.workers || this.unread.length < this.plan.backlog;
  }

  /** Jobs that are here and have no slot. */
  get waiting(): number {
    return this.unread.length + this.working - this.turning - this.daemons.busyForApache;
  }

  /** The connection stands, and the request is sent. */
  accept(job: number): void {
    if (this.working < this.plan.workers) {
      this.work(job);
    } else {
      this.jobs.state[job] = UNREAD;
      this.unread.push(job);
    }
    this.mostWaiting = Math.max(this.mostWaiting, this.waiting);
  }

  private work(job: number): void {
    this.working++;
    if (this.jobs.service[job] === NO_SLOT) this.respond(job, ANSWERED, true);
    else this.daemons.enter(job);
  }

  /** Apache answers, and its worker is free; `over` says whether the daemon processes have done with the job, too. */
  private respond = (job: number, outcome: number, over: boolean): void => {
    const owner = this.jobs.owner[job] as number;
    if (over) this.jobs.release(job);
    if (this.unread.length === this.turning) {
      this.working--;
    } else {
      this.turning++;
      this.events.plan(this.events.now + TURN, WORKER_FREE, this.number, 0);
    }
    this.answer(owner, outcome);
  };

  /** A worker takes the next connection. */
  turned(): void {
    this.turning--;
    this.working--;
    this.work(this.unread.shift());
  }
}
