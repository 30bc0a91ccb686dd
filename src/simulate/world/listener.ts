import type { Backend } from "./backend.js";
import { Fifo } from "./fifo.js";
import type { Requests } from "./requests.js";

/** One HAProxy process: its listeners share its connections. */
export class HaproxyProcess {
  connections = 0;
  readonly listeners: Listener[] = [];
  private accepting = false;

  constructor(readonly maxconn: number) {}

  /**
   * Accepts what waits in the kernel, as far as there is room; gives each to `open`. One that ends at once, as all do
   * while every server is DOWN, makes room for the next, and a backlog of them must not be as many calls deep.
   */
  accept(open: (request: number, listener: Listener) => void): void {
    if (this.accepting) return;
    this.accepting = true;
    for (let next = this.waiting; next !== undefined; next = this.waiting) open(next.waiting.shift(), next);
    this.accepting = false;
  }

  /** The first listener that something waits for and that has room. */
  private get waiting(): Listener | undefined {
    return this.listeners.find((listener) => listener.waiting.length > 0 && listener.hasRoom);
  }
}

/** One listen section in one HAProxy process, on the clients' side. */
export class Listener {
  connections = 0;
  /** Connections that the kernel has, and HAProxy has not accepted. */
  readonly waiting: Fifo;

  constructor(
    readonly process: HaproxyProcess,
    /** Number of its proxy. */
    readonly proxy: number,
    readonly maxconn: number,
    readonly backlog: number,
    readonly backend: Backend,
    requests: Requests,
  ) {
    this.waiting = new Fifo(requests.links);
    process.listeners.push(this);
  }

  get hasRoom(): boolean {
    return this.connections < this.maxconn && this.process.connections < this.process.maxconn;
  }

  /** Requests that the kernel or HAProxy holds back. */
  get held(): number {
    return this.waiting.length + this.backend.queued;
  }
}
