import type { Fleet } from "../fleet/fleet.js";
import type { Rule } from "./define.js";
import type { Finding } from "./finding.js";
import type { RuleTally } from "./run.js";
import { evaluate } from "./run.js";
import { applyWaivers } from "./waive.js";

export interface ValidateOptions {
  /** The day that waivers are evaluated for, as YYYY-MM-DD. */
  readonly today: string;
  readonly rules: readonly Rule[];
  /** Further rules that there are: waivers may name them. */
  readonly others?: readonly Rule[];
  /** Slugs of the rules to run; default: all. Waivers of the others are accepted unjudged. */
  readonly only?: readonly string[];
}

export interface Validation {
  readonly findings: readonly Finding[];
  readonly tally: RuleTally;
}

/** Evaluates every rule on a fleet, and marks the findings that its waivers accept. */
export const validate = (
  fleet: Fleet,
  { today, rules, others = [], only = [] }: ValidateOptions,
): Validation => {
  const running = only.length === 0 ? rules : rules.filter((rule) => only.includes(rule.slug));
  const { findings, tally } = evaluate(fleet, running);
  const known = [...others, ...rules].map((rule) => rule.slug);
  const ran = running.map((rule) => rule.slug);
  return { findings: applyWaivers(fleet, findings, today, { known, ran }), tally };
};
