import type { Milliseconds } from "../text/units.js";

/** The numbers that arithmetic can't settle; simulation does. */
export interface Choice {
  /** Processes on every app server; undefined leaves them as they are. */
  readonly processes: { readonly count: number; readonly because: string } | undefined;
  /** How the slots are divided among the proxies. */
  readonly share: "traffic" | "equal";
  /** timeout queue of the listeners with slots; undefined leaves it as it is. */
  readonly queue: { readonly value: Milliseconds; readonly because: string } | undefined;
}
