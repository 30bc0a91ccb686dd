import type { Outcome } from "../../../simulate/plan/outcome.js";
import { ANSWERED } from "../../../simulate/plan/outcome.js";
import { BusySlots } from "../../../simulate/world/busy-slots.js";
import type { EventQueue } from "../../../simulate/world/events.js";
import { OWN_OF_JOB } from "../../../simulate/world/events.js";
import { Fifo } from "../../../simulate/world/fifo.js";
import type { Jobs } from "../../../simulate/world/jobs.js";
import { RUNNING, WAITING } from "../../../simulate/world/jobs.js";
import type { Site } from "../../../simulate/world/station.js";
import type { WsgiPlan } from "./plan.js";
import { ProcessPool } from "./process-pool.js";

/** The kinds of its events about jobs: Apache tries to hand it over again; Apache has waited long enough for an answer. */
export const RETRY = OWN_OF_JOB;
export const SOCKET_TIMEOUT = OWN_OF_JOB + 1;

/** In the order of their numbers. */
export const DAEMON_OUTCOMES: readonly Outcome[] = [
  { status: "503", flags: "--", words: "the daemon's backlog stayed full for 15 s" },
  { status: "504", flags: "--", words: "Apache waited too long for a daemon process" },
  // Apache's log: Truncated or oversized response headers received from daemon process.
  { status: "500", flags: "--", words: "its daemon process was killed (request-timeout, maximum-requests)" },
];
const FULL = 0;
const SLOW = 1;
const CUT = 2;

/**
 * A worker that finds the daemon's backlog full tries again after 1/8 s, after 2 s of that each second, and once
 * connect-timeout is over it answers 503 (mod_wsgi 4.9 wsgi_connect_daemon).
 */
const RETRY_SOON = 125;
const SOON_UNTIL = 2_000;
const RETRY_LATER = 1_000;

/** Ends a job on Apache's side; `over` where the daemon has done with it, too. */
export type Respond = (job: number, outcome: number, over: boolean) => void;

/** The daemon process group of mod_wsgi on one app server: one backlog for all processes, a slot for each of their threads. */
export class DaemonGroup {
  readonly slots: BusySlots;
  private readonly events: EventQueue;
  private readonly jobs: Jobs;
  private readonly firstOutcome: number;
  private readonly pending: Fifo;
  private readonly pool: ProcessPool;
  /** Jobs with a slot whose Apache worker has given them up. */
  private forgotten = 0;

  constructor(
    private readonly plan: WsgiPlan,
    site: Site,
    private readonly respond: Respond,
  ) {
    this.events = site.events;
    this.jobs = site.jobs;
    this.firstOutcome = site.plan.firstOutcome;
    this.slots = new BusySlots(site);
    this.pending = new Fifo(site.jobs.links);
    this.pool = new ProcessPool(plan, site);
  }

  /** Slots that work for an Apache worker. */
  get busyForApache(): number {
    return this.slots.count - this.forgotten;
  }

  /** An Apache worker has a job for the daemons. */
  enter(job: number): void {
    const { jobs, events } = this;
    jobs.since[job] = events.now;
    this.submit(job);
  }

  /** The worker tries once more to hand it over. */
  retry(job: number): void {
    if (this.triedFor(job) >= this.plan.connectTimeout && !this.hasPlace) this.end(job, FULL, true);
    else this.submit(job);
  }

  /** Apache has heard nothing of the daemon for too long. The daemon works on without knowing. */
  giveUp(job: number): void {
    const { jobs } = this;
    if (jobs.state[job] === RUNNING) this.forgotten++;
    jobs.detached[job] = 1;
    this.end(job, SLOW, false);
  }

  /** The daemon has done with a job: its slot takes the next. */
  served(job: number): void {
    const { jobs } = this;
    this.slots.free();
    this.pool.finished(jobs.unit[job] as number);
    const detached = jobs.detached[job] === 1;
    if (detached) {
      this.forgotten--;
      jobs.release(job);
    }
    this.takePending();
    if (!detached) this.respond(job, ANSWERED, true);
  }

  /** A process has had its time to finish, or to end. */
  processDue(process: number): void {
    this.pool.dueNow(process, this.cut);
  }

  processWatched(process: number): void {
    this.pool.look(process);
  }

  processReturns(process: number): void {
    this.pool.returned(process);
    this.takePending();
  }

  private get hasPlace(): boolean {
    return this.pool.hasIdle || this.pending.length < this.plan.backlog;
  }

  /** To the millisecond: the sum of the pauses is, and the clock's rounding must not add a try. */
  private triedFor(job: number): number {
    const { jobs, events } = this;
    return Math.round(events.now - (jobs.since[job] as number));
  }

  private submit(job: number): void {
    const { jobs, events } = this;
    const { now } = events;
    const stamp = jobs.stamp[job] as number;
    if (!this.hasPlace) {
      jobs.state[job] = WAITING;
      const pause = this.triedFor(job) < SOON_UNTIL ? RETRY_SOON : RETRY_LATER;
      events.plan(now + pause, RETRY, job, stamp);
      return;
    }
    events.plan(now + this.plan.socketTimeout, SOCKET_TIMEOUT, job, stamp);
    if (this.pool.hasIdle) {
      this.start(job);
    } else {
      jobs.state[job] = WAITING;
      this.pending.push(job);
    }
  }

  private takePending(): void {
    const { jobs, events } = this;
    while (this.pending.length > 0 && this.pool.hasIdle) {
      const job = this.pending.shift();
      const waited = events.now - (jobs.since[job] as number);
      // The process drops what has waited for longer than queue-timeout, whoever may still want it: 504 (mod_wsgi 4.9).
      if (waited > this.plan.queueTimeout) this.drop(job);
      else this.start(job);
    }
  }

  private drop(job: number): void {
    const { jobs } = this;
    if (jobs.detached[job] === 1) jobs.release(job);
    else this.end(job, SLOW, true);
  }

  private start(job: number): void {
    const { jobs } = this;
    jobs.unit[job] = this.pool.take(job);
    if (jobs.detached[job] === 1) this.forgotten++;
    this.slots.take(job);
  }

  /** Its process is killed. */
  private cut = (job: number): void => {
    const { jobs } = this;
    this.slots.cut(job);
    if (jobs.detached[job] === 1) {
      this.forgotten--;
      jobs.release(job);
    } else {
      this.end(job, CUT, true);
    }
  };

  private end(job: number, own: number, over: boolean): void {
    this.respond(job, this.firstOutcome + own, over);
  }
}
