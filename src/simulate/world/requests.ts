import { resized } from "./events.js";
import { Links } from "./fifo.js";

/** Where a request of a client is. */
export const KNOCKING = 0; // its SYN is dropped: the proxy's backlog is full
export const UNACCEPTED = 1; // in the backlog of the frontend
export const QUEUED = 2; // in a queue of HAProxy's
export const CONNECTING = 3; // its server's backlog is full: HAProxy waits for the connection
export const SENT = 4; // at its server
export const PAUSED = 5; // its client has had no answer, and asks again after a pause
const OVER = 6;

/** What its client does, as far as HAProxy does not know. */
export const WAITS = 0;
export const LEFT = 1; // it has gone for good
export const ASKS_AGAIN = 2; // another request of the same client has taken its place

/** The requests under way. Numbers are given again once a request has ended, so that memory follows those under way. */
export class Requests {
  readonly links = new Links();
  /** Tells events about this request from those about an earlier one of its number. */
  life = new Int32Array(0);
  /** Tells events about its present state from those about an earlier one. */
  turn = new Int32Array(0);
  state = new Uint8Array(0);
  /** Whether the client still waits. */
  left = new Uint8Array(0);
  /** Times that its client had asked before. */
  tries = new Int32Array(0);
  /** 32 random bits of its client's own. */
  client = new Float64Array(0);
  /** The way that it takes, numbered over all HAProxy processes. */
  route = new Int32Array(0);
  /** Server line that it waits for or has a slot of; -1 for none in particular. */
  line = new Int32Array(0);
  /** Its job at the app server; -1 where it has none. */
  job = new Int32Array(0);
  /** What balance hashes; -1 where the request does not have it. */
  key = new Float64Array(0);
  /** When its client asked for the first time. */
  asked = new Float64Array(0);
  service = new Float64Array(0);
  /** When it entered the queue in which it waits. */
  since = new Float64Array(0);
  /** Time spent in HAProxy's queues. */
  waited = new Float64Array(0);
  /** Tries to connect that have failed. */
  failed = new Int32Array(0);
  /** SYNs sent in the present try. */
  syns = new Int32Array(0);
  /** Requests under way. */
  active = 0;

  private free = new Int32Array(0);
  private capacity = 0;

  /** A number for a request that begins. */
  take(): number {
    if (this.active === this.capacity) this.grow();
    const id = this.free[this.active++] as number;
    this.left[id] = WAITS;
    this.tries[id] = 0;
    this.line[id] = -1;
    this.job[id] = -1;
    this.waited[id] = 0;
    this.failed[id] = 0;
    this.syns[id] = 0;
    return id;
  }

  /** Puts a request into a state; gives back the stamp of the events that are meant for it there. */
  enter(id: number, state: number): number {
    this.state[id] = state;
    const turn = (this.turn[id] as number) + 1;
    this.turn[id] = turn;
    return turn;
  }

  /** Gives the number of a request that has ended back. */
  release(id: number): void {
    this.life[id] = (this.life[id] as number) + 1;
    this.enter(id, OVER);
    this.free[--this.active] = id;
  }

  /** Those under way. */
  *all(): Generator<number> {
    for (let id = 0; id < this.capacity; id++) if (this.state[id] !== OVER) yield id;
  }

  private grow(): void {
    const before = this.capacity;
    const capacity = Math.max(before * 2, 256);
    this.links.grow(capacity);
    this.life = resized(new Int32Array(capacity), this.life);
    this.turn = resized(new Int32Array(capacity), this.turn);
    this.state = resized(new Uint8Array(capacity), this.state);
    this.left = resized(new Uint8Array(capacity), this.left);
    this.tries = resized(new Int32Array(capacity), this.tries);
    this.client = resized(new Float64Array(capacity), this.client);
    this.route = resized(new Int32Array(capacity), this.route);
    this.line = resized(new Int32Array(capacity), this.line);
    this.job = resized(new Int32Array(capacity), this.job);
    this.key = resized(new Float64Array(capacity), this.key);
    this.asked = resized(new Float64Array(capacity), this.asked);
    this.service = resized(new Float64Array(capacity), this.service);
    this.since = resized(new Float64Array(capacity), this.since);
    this.waited = resized(new Float64Array(capacity), this.waited);
    this.failed = resized(new Int32Array(capacity), this.failed);
    this.syns = resized(new Int32Array(capacity), this.syns);
    this.free = resized(new Int32Array(capacity), this.free);
    for (let id = before; id < capacity; id++) this.free[id] = id;
    this.state.fill(OVER, before);
    this.capacity = capacity;
  }
}
