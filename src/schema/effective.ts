import type { Origin } from "../yaml/place.js";

/** An effective value, and why it is that one: set in the inventory, inherited, or a default of the daemon's. */
export interface Effective<T> {
  readonly value: T;
  /** `set`, `from timeout connect`, `socketserver's default`. */
  readonly because: string;
  /** Where it was written; for a default, where to write it. */
  readonly origin: Origin;
}
