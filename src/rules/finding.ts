import type { Subject } from "../fleet/subject.js";
import type { Candidate } from "../moves/candidate.js";
import type { Origin } from "../yaml/place.js";

export const SEVERITIES = ["error", "warning", "info"] as const;
export type Severity = (typeof SEVERITIES)[number];

/** An accepted finding's reason and last day. */
export interface Accepted {
  readonly reason: string;
  /** Last day on which the waiver holds, as YYYY-MM-DD. */
  readonly until: string;
}

/** That requests of a storm fail, or that it has servers marked DOWN: what a simulation bears out. */
export interface Claims {
  readonly storm: string;
  /** Share of the requests, as expected; 0 where nothing is said of them. */
  readonly failed: number;
  /** Server lines of all proxies that checks mark DOWN, as expected; 0 where nothing is said of them. */
  readonly down: number;
}

/** What a rule says of a fleet, at the place in the inventory that can fix it. */
export interface Finding {
  readonly rule: string;
  readonly severity: Severity;
  readonly environment: string;
  readonly subject: Subject;
  readonly message: string;
  readonly at: Origin;
  readonly figures: Readonly<Record<string, number | string>>;
  readonly why: string;
  readonly fix: string;
  /** Values that may be the fix, best first, none of which is tried. */
  readonly candidates?: readonly Candidate[];
  /** The fix as `--set` takes it, tried; empty where it is no value. Absent where nobody asked. */
  readonly set?: readonly string[];
  /** Null where it states no failure of a storm. */
  readonly claims: Claims | null;
  /** The hosts that share this finding; empty where no host is meant. */
  readonly hosts: readonly string[];
  readonly waived: Accepted | null;
}

/** True where `severity` is `threshold` or worse. */
export const atLeast = (severity: Severity, threshold: Severity): boolean =>
  SEVERITIES.indexOf(severity) <= SEVERITIES.indexOf(threshold);
