import type { AppServer } from "../../fleet/fleet.js";
import type { CurveHosts } from "../plan/curve-hosts.js";
import type { Outcome } from "../plan/outcome.js";

/** What figures are of: the same for every run that may be put together. */
export interface StormSubject {
  readonly environment: string;
  readonly storm: string;
  readonly seed: number;
  readonly requests: number;
  /** The time in which they come, in seconds. */
  readonly overSeconds: number;
  /** From the beginning of this storm to that of the next, in seconds; null where there is no next. */
  readonly everySeconds: number | null;
  /** What the simulation leaves out of this fleet, in sentences. */
  readonly leftOut: readonly string[];
  readonly proxies: readonly string[];
  readonly servers: readonly {
    readonly name: string;
    readonly role: AppServer["role"];
    readonly slots: number;
  }[];
  /** Whose curves are kept, by the numbers of the proxies and servers. */
  readonly curves: CurveHosts;
  /** How requests may end, by number. */
  readonly outcomes: readonly Outcome[];
}
