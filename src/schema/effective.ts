import type { Origin } from "../yaml/place.js";

/** A value in force, and why it is that one: set in the inventory, inherited, or a default of the daemon's. */
export interface Effective<T> {
  readonly value: T;
  /** Completes "is in force ...": `set`, `through timeout connect`, `socketserver's default`. */
  readonly because: string;
  /** Where it was written; for a default, the place where it would be. */
  readonly origin: Origin;
}
