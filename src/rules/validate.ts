import type { Fleet } from "../fleet/fleet.js";
import { allChecks } from "./all.js";
import type { Check } from "./define.js";
import type { Finding } from "./finding.js";
import type { RuleTally } from "./run.js";
import { runChecks } from "./run.js";
import { applyWaivers } from "./waive.js";

export interface ValidateOptions {
  /** The day on which waivers are looked at, as YYYY-MM-DD. */
  readonly today: string;
  /** Without them, the built-in checks. */
  readonly checks?: readonly Check[];
  /** Slugs of the checks to run; without them, all. Waivers may name the others, and are not judged by them. */
  readonly only?: readonly string[];
}

export interface Validation {
  readonly findings: readonly Finding[];
  readonly tally: RuleTally;
}

/** Holds a fleet against every check, and marks the findings that its waivers accept. */
export const validate = (
  fleet: Fleet,
  { today, checks = allChecks, only = [] }: ValidateOptions,
): Validation => {
  const running = only.length === 0 ? checks : checks.filter((check) => only.includes(check.slug));
  const { findings, tally } = runChecks(fleet, running);
  const known = [...allChecks, ...checks].map((check) => check.slug);
  const ran = running.map((check) => check.slug);
  return { findings: applyWaivers(fleet, findings, today, { known, ran }), tally };
};
