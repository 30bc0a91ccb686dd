import type { Subject } from "../fleet/subject.js";
import type { Origin } from "../yaml/place.js";

export const SEVERITIES = ["error", "warning", "info"] as const;
export type Severity = (typeof SEVERITIES)[number];

/** An accepted finding's reason and last day. */
export interface Accepted {
  readonly reason: string;
  /** Last day on which the waiver holds, as YYYY-MM-DD. */
  readonly until: string;
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
  /** The hosts that share this finding; empty where no host is meant. */
  readonly hosts: readonly string[];
  readonly waived: Accepted | null;
}

/** True where `severity` is `threshold` or worse. */
export const atLeast = (severity: Severity, threshold: Severity): boolean =>
  SEVERITIES.indexOf(severity) <= SEVERITIES.indexOf(threshold);
