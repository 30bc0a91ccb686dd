import type { FrontendPlan, ListenerPlan } from "../plan/plan-proxy.js";
import type { BackendQueues } from "./backend-queues.js";
import { Fifo } from "./fifo.js";
import type { Requests } from "./requests.js";
import type { DrawServiceTime } from "./service-time.js";

/** One HAProxy process: its frontends share its connections. */
export class HaproxyProcess {
  connections = 0;
  readonly frontends: Frontend[] = [];
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
  accept(open: (request: number) => void): void {
    if (this.accepting) return;
    this.accepting = true;
    for (let next = this.waiting; next !== undefined; next = this.waiting) open(next.shift());
    this.accepting = false;
  }

  /** What waits for the first frontend that has room. */
  private get waiting(): Fifo | undefined {
    return this.frontends.find((frontend) => frontend.waiting.length > 0 && frontend.hasRoom)?.waiting;
  }
}

/** One frontend in one HAProxy process. */
export class Frontend {
  connections = 0;
  /** Connections that the kernel has, and HAProxy has not accepted. */
  readonly waiting: Fifo;

  constructor(
    private readonly process: HaproxyProcess,
    readonly plan: FrontendPlan,
    { links }: Requests,
  ) {
    this.waiting = new Fifo(links);
    process.frontends.push(this);
  }

  get hasRoom(): boolean {
    return this.connections < this.plan.maxconn && this.process.connections < this.process.maxconn;
  }
}

interface RouteParts {
  readonly frontend: Frontend;
  readonly backend: BackendQueues;
  /** How long its requests hold their slots. */
  readonly draw: DrawServiceTime;
}

/** The way from a frontend to one of its backends, in one HAProxy process. */
export class Route {
  readonly frontend: Frontend;
  readonly backend: BackendQueues;
  readonly draw: DrawServiceTime;

  constructor(
    readonly process: HaproxyProcess,
    readonly plan: ListenerPlan,
    { frontend, backend, draw }: RouteParts,
  ) {
    this.frontend = frontend;
    this.backend = backend;
    this.draw = draw;
  }
}
