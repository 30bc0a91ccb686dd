import { OWN_OF_STATION } from "../../../simulate/world/events.js";
import type { Site } from "../../../simulate/world/station.js";
import type { WsgiPlan } from "./plan.js";

/** The kinds of its events, about processes: its time to finish is over; the one in its place is there. */
export const PROCESS_LEAVES = OWN_OF_STATION;
const PROCESS_RETURNS = OWN_OF_STATION + 1;

/** A process that takes requests; one that has had its maximum of them and leaves as soon as it can; one that is gone. */
const HERE = 0;
const LEAVING = 1;
const GONE = 2;

/** The daemon processes of one app server, their idle threads, and which of them is away to be replaced. */
export class ProcessPool {
  /** The processes of idle threads, in a ring: the one that has been idle longest takes the next job. */
  private readonly ring: Int32Array;
  private head = 0;
  private idle = 0;
  private readonly state: Uint8Array;
  private readonly left: Float64Array;
  private readonly active: Int32Array;

  constructor(
    private readonly plan: WsgiPlan,
    private readonly site: Site,
  ) {
    const { processes, threads, maximumRequests } = plan;
    this.ring = new Int32Array(processes * threads);
    this.state = new Uint8Array(processes);
    this.active = new Int32Array(processes);
    // Processes are replaced one by one, so that the storm finds each with another number of requests behind it.
    this.left = Float64Array.from({ length: processes }, () =>
      maximumRequests === Number.POSITIVE_INFINITY
        ? maximumRequests
        : Math.ceil(site.random.uniform() * maximumRequests),
    );
    for (let thread = 0; thread < threads; thread++) {
      for (let process = 0; process < processes; process++) this.push(process);
    }
  }

  get hasIdle(): boolean {
    return this.idle > 0;
  }

  /** An idle thread, by its process. */
  take(): number {
    const process = this.ring[this.head] as number;
    this.head = (this.head + 1) % this.ring.length;
    this.idle--;
    this.active[process] = (this.active[process] as number) + 1;
    return process;
  }

  /** One of the process's threads has done a job. */
  finished(process: number): void {
    const active = (this.active[process] as number) - 1;
    this.active[process] = active;
    const left = (this.left[process] as number) - 1;
    this.left[process] = left;
    if (this.state[process] === HERE && left <= 0) {
      this.state[process] = LEAVING;
      if (active > 0) this.planIn(this.plan.graceful, PROCESS_LEAVES, process);
    }
    if (this.state[process] === LEAVING && active === 0) this.leave(process);
    else if (this.state[process] !== GONE) this.push(process);
    else if (active === 0) this.replace(process);
  }

  /** The process takes no further jobs, and is replaced once it has done those that it has. */
  leave(process: number): void {
    if (this.state[process] !== LEAVING) return;
    this.state[process] = GONE;
    for (let left = this.idle; left > 0; left--) {
      const other = this.ring[this.head] as number;
      this.head = (this.head + 1) % this.ring.length;
      this.idle--;
      if (other !== process) this.push(other);
    }
    if (this.active[process] === 0) this.replace(process);
  }

  returned(process: number): void {
    this.state[process] = HERE;
    this.left[process] = this.plan.maximumRequests;
    for (let thread = 0; thread < this.plan.threads; thread++) this.push(process);
  }

  private replace(process: number): void {
    this.planIn(this.plan.gap, PROCESS_RETURNS, process);
  }

  private planIn(time: number, kind: number, process: number): void {
    const { events, number } = this.site;
    events.plan(events.now + time, kind, process, number);
  }

  private push(process: number): void {
    this.ring[(this.head + this.idle) % this.ring.length] = process;
    this.idle++;
  }
}
