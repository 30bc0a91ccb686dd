import { resized } from "./events.js";
import { Links } from "./fifo.js";

/** Who waits for a job's answer: nobody, a request by its number, or a health check by this and its number. */
export const NOBODY = -1;
export const ownerOfCheck = (check: number): number => -2 - check;
export const checkOf = (owner: number): number => -2 - owner;

/** Where a job is. */
const OUTSIDE = 0; // not accepted by the kernel yet
export const WAITING = 1; // at its instance, without a slot
export const RUNNING = 2; // has a slot

/** What the server in front of the slots serves by itself takes none: a page, or an error. */
export const NO_SLOT = -1;

/** What instances work on: requests and health checks, also those that HAProxy has given up, of which they know nothing. */
export class Jobs {
  readonly links = new Links();
  /** Tells events about this job from those about the last one of its number. */
  stamp = new Int32Array(0);
  state = new Uint8Array(0);
  instance = new Int32Array(0);
  owner = new Int32Array(0);
  /** Time that it holds its slot, in milliseconds; NO_SLOT where it takes none. */
  service = new Float64Array(0);
  /** When it began to wait for a slot. */
  since = new Float64Array(0);
  /** What serves it, as its station numbers such things: a process. */
  unit = new Int32Array(0);
  /** 1 where it was answered in its slot's place, and the slot does not know. */
  detached = new Uint8Array(0);

  private free = new Int32Array(0);
  private taken = 0;
  private capacity = 0;

  take(instance: number, owner: number, service: number): number {
    if (this.taken === this.capacity) this.grow();
    const id = this.free[this.taken++] as number;
    this.state[id] = OUTSIDE;
    this.instance[id] = instance;
    this.owner[id] = owner;
    this.service[id] = service;
    this.detached[id] = 0;
    return id;
  }

  release(id: number): void {
    this.stamp[id] = (this.stamp[id] as number) + 1;
    this.free[--this.taken] = id;
  }

  /** HAProxy waits no longer. What an instance has accepted goes on; what it has not never comes. */
  abandon(id: number): void {
    if (this.state[id] === OUTSIDE) this.release(id);
    else this.owner[id] = NOBODY;
  }

  private grow(): void {
    const before = this.capacity;
    const capacity = Math.max(before * 2, 256);
    this.links.grow(capacity);
    this.stamp = resized(new Int32Array(capacity), this.stamp);
    this.state = resized(new Uint8Array(capacity), this.state);
    this.instance = resized(new Int32Array(capacity), this.instance);
    this.owner = resized(new Int32Array(capacity), this.owner);
    this.service = resized(new Float64Array(capacity), this.service);
    this.since = resized(new Float64Array(capacity), this.since);
    this.unit = resized(new Int32Array(capacity), this.unit);
    this.detached = resized(new Uint8Array(capacity), this.detached);
    this.free = resized(new Int32Array(capacity), this.free);
    for (let id = before; id < capacity; id++) this.free[id] = id;
    this.capacity = capacity;
  }
}
