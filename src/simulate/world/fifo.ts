import { resized } from "./events.js";

const NONE = -1;

/** The neighbours of pooled things in the queue that each of them waits in; a thing waits in one at a time. */
export class Links {
  next = new Int32Array(0);
  previous = new Int32Array(0);

  grow(capacity: number): void {
    this.next = resized(new Int32Array(capacity), this.next);
    this.previous = resized(new Int32Array(capacity), this.previous);
  }
}

/** A queue of pooled things, first in, first out, that any of them may leave before its turn. */
export class Fifo {
  length = 0;
  /** The one whose turn is next; -1 where none waits. */
  first = NONE;
  private last = NONE;

  constructor(private readonly links: Links) {}

  push(id: number): void {
    const { next, previous } = this.links;
    next[id] = NONE;
    previous[id] = this.last;
    if (this.last === NONE) this.first = id;
    else next[this.last] = id;
    this.last = id;
    this.length++;
  }

  /** Takes the first; -1 where none waits. */
  shift(): number {
    const id = this.first;
    if (id !== NONE) this.remove(id);
    return id;
  }

  /** Takes one that waits here out of the queue. */
  remove(id: number): void {
    const { next, previous } = this.links;
    const before = previous[id] as number;
    const after = next[id] as number;
    if (before === NONE) this.first = after;
    else next[before] = after;
    if (after === NONE) this.last = before;
    else previous[after] = before;
    this.length--;
  }
}
