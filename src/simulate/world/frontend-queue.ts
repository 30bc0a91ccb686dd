import type { ListenerPlan } from "../plan/plan-proxy.js";
import type { BackendQueues } from "./backend-queues.js";
import { Fifo } from "./fifo.js";
import type { Requests } from "./requests.js";
import type { DrawServiceTime } from "./service-time.js";

/** One HAProxy process: its frontends share its connections. */
export class HaproxyProcess {
  connections = 0;
  readonly frontends: FrontendQueue[] = [];
  private accepting = false;

  constructor(
    readonly maxconn: number,
    /** Number of its proxy. */
    readonly proxy: number,
  ) {}

  /**
   * Accepts what waits in the kernel, as far as there is room; gives each to `open`. One that ends at once, as all do
   * while every server is DOWN, makes room for the next, and a backlog of them must not be as many calls deep.
   */
  accept(open: (request: number, frontend: FrontendQueue) => void): void {
    if (this.accepting) return;
    this.accepting = true;
    for (let next = this.waiting; next !== undefined; next = this.waiting) open(next.waiting.shift(), next);
    this.accepting = false;
  }

  /** The first frontend that something waits for and that has room. */
  private get waiting(): FrontendQueue | undefined {
    return this.frontends.find((frontend) => frontend.waiting.length > 0 && frontend.hasRoom);
  }
}

interface FrontendParts {
  readonly backend: BackendQueues;
  readonly requests: Requests;
  /** How long its requests hold their slots. */
  readonly draw: DrawServiceTime;
}

/** One listen section in one HAProxy process, on the clients' side. */
export class FrontendQueue {
  connections = 0;
  /** Connections that the kernel has, and HAProxy has not accepted. */
  readonly waiting: Fifo;
  readonly backend: BackendQueues;
  readonly draw: DrawServiceTime;

  constructor(
    readonly process: HaproxyProcess,
    readonly plan: ListenerPlan,
    { backend, requests, draw }: FrontendParts,
  ) {
    this.backend = backend;
    this.draw = draw;
    this.waiting = new Fifo(requests.links);
    process.frontends.push(this);
  }

  get hasRoom(): boolean {
    return this.connections < this.plan.maxconn && this.process.connections < this.process.maxconn;
  }

  /** Requests that the kernel or HAProxy holds back. */
  get held(): number {
    return this.waiting.length + this.backend.queued;
  }
}
