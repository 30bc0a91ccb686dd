import { NO_SERVER, QUEUE_FULL } from "../plan/outcome.js";
import type { BackendPlan } from "../plan/plan-backend.js";
import { Balancer } from "./balancer.js";
import type { EventQueue } from "./events.js";
import { QUEUE_TIMEOUT, WARM_UP } from "./events.js";
import { Fifo } from "./fifo.js";
import { Line } from "./line.js";
import type { Requests } from "./requests.js";
import { QUEUED } from "./requests.js";
import type { Xoshiro } from "./xoshiro.js";

/** The two ways out of a backend's queues. */
export interface QueueExits {
  /** The request has a slot of its server line. */
  readonly connect: (request: number) => void;
  readonly end: (request: number, outcome: number) => void;
}

/** What a backend has of the world around it. */
export interface BackendSite {
  readonly events: EventQueue;
  readonly requests: Requests;
  /** For what its balance leaves to chance. */
  readonly random: Xoshiro;
}

/** slowstart is looked at each second, or twenty times if that is less often (server_warmup in HAProxy src/server.c). */
const WARM_UP_STEPS = 20;
const MIN_WARM_UP = 1000;

/** The servers of one listen section in one HAProxy process, and the requests that wait for them. */
export class BackendQueues {
  readonly lines: readonly Line[];
  /** Requests that wait for any server. */
  readonly queue: Fifo;
  /** Requests that it has, waiting or sent. */
  sessions = 0;
  /** Requests in all its queues. */
  queued = 0;
  private readonly events: EventQueue;
  private readonly requests: Requests;
  private readonly balancer: Balancer;

  constructor(
    readonly plan: BackendPlan,
    /** Number of its first line, counted over all backends. */
    readonly firstLine: number,
    { events, requests, random }: BackendSite,
    private readonly exits: QueueExits,
  ) {
    this.events = events;
    this.requests = requests;
    this.lines = plan.lines.map((line, index) => new Line(line, index, requests));
    this.queue = new Fifo(requests.links);
    this.balancer = new Balancer(plan, this.lines, random);
  }

  /** Whether the algorithm does not care which server it is, and there is another (BE_LB_KIND_RR in src/stream.c). */
  get isIndifferent(): boolean {
    const { algorithm } = this.plan;
    const turns = algorithm === "roundrobin" || algorithm === "static-rr" || algorithm === "random";
    return turns && this.balancer.serving.filter((line) => !line.plan.backup).length > 1;
  }

  get now(): number {
    return this.events.now;
  }

  /** Finds a server for a request, or the queue that it waits in (assign_server_and_queue in HAProxy 2.6 src/backend.c). */
  dispatch(request: number, avoid?: Line): void {
    const { balancer, requests } = this;
    if (balancer.serving.length === 0) {
      this.exits.end(request, NO_SERVER);
      return;
    }
    const line = this.looksFull ? undefined : balancer.choose(requests.key[request] as number, this, avoid);
    if (line === undefined) this.wait(request, undefined);
    else if (!line.isFull(this.now, this.sessions, this.plan.fullconn)) this.send(request, line);
    else if (line.queue.length < line.plan.maxqueue) this.wait(request, line);
    // Only a hash names a full server; redispatch would hash to the same one again (manual 5.2 maxqueue).
    else this.exits.end(request, QUEUE_FULL);
  }

  /** Whether its queue is sign enough that every server is full, as idle backups are not. */
  private get looksFull(): boolean {
    const { queueMeansFull } = this.plan;
    if (this.queue.length === 0 || queueMeansFull === "never") return false;
    return queueMeansFull === "always" || this.lines.some(({ served }) => served > 0);
  }

  /** The request waits no longer, whatever becomes of it. */
  leaveQueue(request: number): void {
    const { requests } = this;
    const line = this.lines[requests.line[request] as number];
    (line?.queue ?? this.queue).remove(request);
    this.queued--;
    requests.waited[request] =
      (requests.waited[request] as number) + this.now - (requests.since[request] as number);
    requests.line[request] = -1;
  }

  /** A slot of the line is free: the next may have it. */
  release(line: Line): void {
    line.served--;
    this.refill(line);
  }

  /**
   * The server has failed its checks: with option redispatch, what waits for it alone is spread over the others, or sent
   * to it nevertheless, as the version has it (pendconn_redistribute in HAProxy src/queue.c).
   */
  markDown(line: Line): void {
    line.up = false;
    this.balancer.refresh(this.now);
    if (!this.plan.redispatch) return;
    for (let left = line.queue.length; left > 0; left--) {
      const request = line.queue.first;
      this.leaveQueue(request);
      if (this.plan.keepsQueueOfDown) this.send(request, line);
      else this.dispatch(request);
    }
  }

  /** The server has passed its checks again: it takes from the backend's queue what it may. */
  markUp(line: Line): void {
    line.up = true;
    if (line.plan.slowstart > 0) line.backSince = this.now;
    this.warmUp(line);
  }

  /** One step of slowstart. */
  warmUp(line: Line): void {
    if (!line.up) return;
    this.balancer.refresh(this.now);
    if (!line.isWarm(this.now)) {
      const step = Math.max(line.plan.slowstart / WARM_UP_STEPS, MIN_WARM_UP);
      this.events.plan(this.now + step, WARM_UP, this.firstLine + line.index, 0);
    }
    this.refill(line);
  }

  /** Sends from the queues while there is room, the oldest first (process_srv_queue in HAProxy 2.6 src/queue.c). */
  private refill(line: Line): void {
    const { requests, queue } = this;
    while (line.served < line.limit(this.now, this.sessions, this.plan.fullconn)) {
      const own = line.queue.first;
      const any = line.serving ? queue.first : -1;
      if (own === -1 && any === -1) return;
      const ownFirst =
        own !== -1 && (any === -1 || (requests.since[own] as number) <= (requests.since[any] as number));
      const request = ownFirst ? own : any;
      this.leaveQueue(request);
      this.send(request, line);
    }
  }

  private send(request: number, line: Line): void {
    line.served++;
    this.requests.line[request] = line.index;
    this.exits.connect(request);
  }

  private wait(request: number, line: Line | undefined): void {
    const { requests, events } = this;
    const turn = requests.enter(request, QUEUED);
    requests.since[request] = this.now;
    requests.line[request] = line?.index ?? -1;
    (line?.queue ?? this.queue).push(request);
    this.queued++;
    events.plan(this.now + this.plan.queueTimeout, QUEUE_TIMEOUT, request, turn);
  }
}
