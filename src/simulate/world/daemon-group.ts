import type { AppPlan } from "../plan/plan-app.js";
import { DAEMON_RETRY, SERVED, SOCKET_TIMEOUT } from "./event.js";
import type { EventQueue } from "./event-queue.js";
import { Fifo } from "./fifo.js";
import { ForkingServer } from "./forking-server.js";
import type { Jobs } from "./jobs.js";
import { PENDING, RUNNING, TRYING } from "./jobs.js";
import { ANSWERED, DAEMON_FULL, DAEMON_SLOW } from "./outcome.js";
import { ProcessPool } from "./process-pool.js";
import { swapFactor } from "./swap.js";
import type { Xoshiro } from "./xoshiro.js";

/**
 * A worker that finds the daemon's backlog full tries again after 1/8 s, after 2 s of that each second, and once
 * connect-timeout is over it answers 503 (mod_wsgi 4.9 wsgi_connect_daemon; 15 s measured).
 */
const RETRY_SOON = 125;
const SOON_UNTIL = 2_000;
const RETRY_LATER = 1_000;
const CONNECT_TIMEOUT = 15_000;

/** Ends a job on Apache's side; `over` where the daemon has done with it, too. */
export type Respond = (job: number, outcome: number, over: boolean) => void;

/** The daemon process group of mod_wsgi on one app server: one backlog for all processes, a slot for each of their threads. */
export class DaemonGroup {
  /** Slots that are taken. */
  busy = 0;
  /** The most that ever were. */
  mostBusy = 0;
  private readonly pending: Fifo;
  private readonly pool: ProcessPool;
  private readonly children: ForkingServer | undefined;
  /** Jobs with a slot whose Apache worker has given them up. */
  private forgotten = 0;

  constructor(
    private readonly plan: AppPlan,
    firstProcess: number,
    private readonly events: EventQueue,
    private readonly jobs: Jobs,
    private readonly respond: Respond,
    restarts: Xoshiro,
  ) {
    this.pending = new Fifo(jobs.links);
    this.pool = new ProcessPool(plan, firstProcess, events, restarts);
    this.children = plan.children && new ForkingServer(plan.children, jobs, this.serve);
  }

  /** Slots that work for an Apache worker. */
  get busyForApache(): number {
    return this.busy - this.forgotten;
  }

  /** An Apache worker has a job for the daemons. */
  enter(job: number): void {
    this.jobs.since[job] = this.events.now;
    this.submit(job);
  }

  /** The worker tries once more to hand it over. */
  retry(job: number): void {
    if (this.triedFor(job) >= CONNECT_TIMEOUT && !this.hasPlace) this.respond(job, DAEMON_FULL, true);
    else this.submit(job);
  }

  /** Apache has heard nothing of the daemon for too long. The daemon works on without knowing. */
  giveUp(job: number): void {
    const { jobs } = this;
    if (jobs.state[job] === RUNNING) this.forgotten++;
    jobs.detached[job] = 1;
    this.respond(job, DAEMON_SLOW, false);
  }

  /** The daemon has done with a job: its slot takes the next. */
  served(job: number): void {
    const { jobs, pool } = this;
    const process = jobs.process[job] as number;
    this.busy--;
    this.children?.ended();
    pool.finished(process);
    const detached = jobs.detached[job] === 1;
    if (detached) {
      this.forgotten--;
      jobs.release(job);
    }
    this.takePending();
    if (!detached) this.respond(job, ANSWERED, true);
  }

  /** A process at maximum-requests has had its time to finish. */
  processLeaves(process: number): void {
    this.pool.leave(process);
  }

  processReturns(process: number): void {
    this.pool.returned(process);
    this.takePending();
  }

  private get hasPlace(): boolean {
    return this.pool.hasIdle || this.pending.length < this.plan.wsgiBacklog;
  }

  /** To the millisecond: the sum of the pauses is, and the clock's rounding must not add a try. */
  private triedFor(job: number): number {
    return Math.round(this.events.now - (this.jobs.since[job] as number));
  }

  private submit(job: number): void {
    const { jobs, events, pool } = this;
    const { now } = events;
    const stamp = jobs.stamp[job] as number;
    if (!this.hasPlace) {
      jobs.state[job] = TRYING;
      const pause = this.triedFor(job) < SOON_UNTIL ? RETRY_SOON : RETRY_LATER;
      events.plan(now + pause, DAEMON_RETRY, job, stamp);
      return;
    }
    events.plan(now + this.plan.socketTimeout, SOCKET_TIMEOUT, job, stamp);
    if (pool.hasIdle) {
      this.start(job);
    } else {
      jobs.state[job] = PENDING;
      this.pending.push(job);
    }
  }

  private takePending(): void {
    while (this.pending.length > 0 && this.pool.hasIdle) {
      const job = this.pending.shift();
      const waited = this.events.now - (this.jobs.since[job] as number);
      // The process drops what has waited for longer than queue-timeout, whoever may still want it: 504 (mod_wsgi 4.9).
      if (waited > this.plan.queueTimeout) this.drop(job);
      else this.start(job);
    }
  }

  private drop(job: number): void {
    if (this.jobs.detached[job] === 1) this.jobs.release(job);
    else this.respond(job, DAEMON_SLOW, true);
  }

  private start(job: number): void {
    const { jobs } = this;
    jobs.state[job] = RUNNING;
    jobs.process[job] = this.pool.take();
    if (jobs.detached[job] === 1) this.forgotten++;
    this.busy++;
    if (this.busy > this.mostBusy) this.mostBusy = this.busy;
    if (this.children === undefined) this.serve(job);
    else this.children.ask(job);
  }

  private serve = (job: number): void => {
    const { jobs, events, plan } = this;
    const slower = plan.memory === undefined ? 1 : swapFactor(plan.memory, this.children?.active ?? 0);
    events.plan(events.now + (jobs.service[job] as number) * slower, SERVED, job, jobs.stamp[job] as number);
  };
}
