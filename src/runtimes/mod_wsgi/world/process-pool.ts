import { OWN_OF_STATION } from "../../../simulate/world/events.js";
import type { Site } from "../../../simulate/world/station.js";
import type { WsgiPlan } from "./plan.js";

/**
 * The kinds of its events, about processes: its time to finish or to end is over; its monitor looks at how long its
 * threads have been busy; the one in its place is there.
 */
export const PROCESS_DUE = OWN_OF_STATION;
export const PROCESS_WATCHED = OWN_OF_STATION + 1;
const PROCESS_RETURNS = OWN_OF_STATION + 2;

/**
 * A process that takes requests; one that has had its maximum of them and ends as soon as it can; one that takes no
 * more, and is killed with those that it still has after shutdown-timeout; one that is away.
 */
const HERE = 0;
const LEAVING = 1;
const ENDING = 2;
const AWAY = 3;

const NO_JOB = -1;

/** A process's monitor thread looks once a second (mod_wsgi 4.9 wsgi_monitor_thread); processes start at different times. */
const WATCH = 1000;
const PHASES = 0.618;

/** The daemon processes of one app server, their idle threads, and which of them is away to be replaced. */
export class ProcessPool {
  /** Idle threads, in a ring: the one that has been idle longest takes the next job. Of all threads, each process has so many in a row. */
  private readonly ring: Int32Array;
  private head = 0;
  private idle = 0;
  /** What each thread works on, and since when. */
  private readonly job: Int32Array;
  private readonly since: Float64Array;
  private readonly state: Uint8Array;
  /** Requests until it is replaced. */
  private readonly left: Float64Array;
  private readonly active: Int32Array;
  /** The sum of the times at which its busy threads began. */
  private readonly begun: Float64Array;
  /** When its time is over, to finish or to end. */
  private readonly due: Float64Array;
  /** When it began to end. */
  private readonly ended: Float64Array;
  /** Whether its monitor's next look is planned. */
  private readonly watched: Uint8Array;

  constructor(
    private readonly plan: WsgiPlan,
    private readonly site: Site,
  ) {
    const { processes, threads, maximumRequests } = plan;
    this.ring = new Int32Array(processes * threads);
    this.job = new Int32Array(processes * threads).fill(NO_JOB);
    this.since = new Float64Array(processes * threads);
    this.state = new Uint8Array(processes);
    this.active = new Int32Array(processes);
    this.begun = new Float64Array(processes);
    this.due = new Float64Array(processes);
    this.ended = new Float64Array(processes);
    this.watched = new Uint8Array(processes);
    // Processes are replaced one by one, so that the storm finds each with another number of requests behind it.
    this.left = Float64Array.from({ length: processes }, () =>
      maximumRequests === Number.POSITIVE_INFINITY
        ? maximumRequests
        : Math.ceil(site.random.uniform() * maximumRequests),
    );
    for (let thread = 0; thread < threads; thread++) {
      for (let process = 0; process < processes; process++) this.push(process * threads + thread);
    }
  }

  get hasIdle(): boolean {
    return this.idle > 0;
  }

  /** An idle thread takes the job. */
  take(job: number): number {
    const { now } = this.site.events;
    const thread = this.ring[this.head] as number;
    const process = this.processOf(thread);
    this.head = (this.head + 1) % this.ring.length;
    this.idle--;
    this.active[process] = (this.active[process] as number) + 1;
    this.begun[process] = (this.begun[process] as number) + now;
    this.job[thread] = job;
    this.since[thread] = now;
    if (this.watched[process] === 0) this.watch(process);
    return thread;
  }

  /** A thread has done its job. */
  finished(thread: number): void {
    const process = this.processOf(thread);
    this.clear(thread);
    const active = this.active[process] as number;
    const left = (this.left[process] as number) - 1;
    this.left[process] = left;
    if (this.state[process] === HERE && left <= 0) {
      this.state[process] = LEAVING;
      if (active > 0) this.planDue(process, this.plan.graceful);
    }
    if (this.state[process] === LEAVING && active === 0) this.end(process);
    else if (this.state[process] !== ENDING) this.push(thread);
    else if (active === 0) this.replace(process);
  }

  /** Its time is over: one that was to finish ends, and one that was to end is killed with the jobs it has. */
  dueNow(process: number, cut: (job: number) => void): void {
    if (this.due[process] !== this.site.events.now) return;
    if (this.state[process] === LEAVING) this.end(process);
    else if (this.state[process] === ENDING) this.kill(process, cut);
  }

  /** Its threads have been busy for longer than request-timeout, on average over all of them: it ends. */
  look(process: number): void {
    this.watched[process] = 0;
    const serves = this.state[process] === HERE || this.state[process] === LEAVING;
    if (!serves || this.active[process] === 0) return;
    if (this.meanBusy(process) > this.plan.requestTimeout) this.end(process);
    else this.watch(process);
  }

  returned(process: number): void {
    const { threads } = this.plan;
    this.state[process] = HERE;
    this.left[process] = this.plan.maximumRequests;
    for (let thread = 0; thread < threads; thread++) this.push(process * threads + thread);
  }

  private processOf(thread: number): number {
    return Math.floor(thread / this.plan.threads);
  }

  private meanBusy(process: number): number {
    const { now } = this.site.events;
    return ((this.active[process] as number) * now - (this.begun[process] as number)) / this.plan.threads;
  }

  /** Looks at the first second at which the mean may be past the limit: it grows by no more than the time. */
  private watch(process: number): void {
    const { events, number } = this.site;
    const { requestTimeout } = this.plan;
    if (requestTimeout === Number.POSITIVE_INFINITY) return;
    this.watched[process] = 1;
    const phase = ((process * PHASES) % 1) * WATCH;
    const from = events.now + requestTimeout - this.meanBusy(process);
    const at = (Math.floor((from - phase) / WATCH) + 1) * WATCH + phase;
    events.plan(at, PROCESS_WATCHED, process, number);
  }

  /** It takes no further jobs, and is replaced once it has done those that it has, or has been killed with them. */
  private end(process: number): void {
    this.state[process] = ENDING;
    this.ended[process] = this.site.events.now;
    for (let left = this.idle; left > 0; left--) {
      const thread = this.ring[this.head] as number;
      this.head = (this.head + 1) % this.ring.length;
      this.idle--;
      if (this.processOf(thread) !== process) this.push(thread);
    }
    if (this.active[process] === 0) this.replace(process);
    else this.planDue(process, this.plan.shutdown);
  }

  private kill(process: number, cut: (job: number) => void): void {
    const { threads } = this.plan;
    this.replace(process);
    for (let thread = process * threads; thread < (process + 1) * threads; thread++) {
      const job = this.job[thread] as number;
      if (job === NO_JOB) continue;
      this.clear(thread);
      cut(job);
    }
  }

  private clear(thread: number): void {
    const process = this.processOf(thread);
    const active = (this.active[process] as number) - 1;
    this.job[thread] = NO_JOB;
    this.active[process] = active;
    this.begun[process] = active === 0 ? 0 : (this.begun[process] as number) - (this.since[thread] as number);
  }

  /** Where its end hangs, the time until it is killed has begun with its end, not with its last job. */
  private replace(process: number): void {
    const { now } = this.site.events;
    const { gap, respawn } = this.plan;
    this.state[process] = AWAY;
    this.planIn(Math.max(respawn, (this.ended[process] as number) + gap - now), PROCESS_RETURNS, process);
  }

  private planDue(process: number, time: number): void {
    this.due[process] = this.site.events.now + time;
    this.planIn(time, PROCESS_DUE, process);
  }

  private planIn(time: number, kind: number, process: number): void {
    const { events, number } = this.site;
    events.plan(events.now + time, kind, process, number);
  }

  private push(thread: number): void {
    this.ring[(this.head + this.idle) % this.ring.length] = thread;
    this.idle++;
  }
}
