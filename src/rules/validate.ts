import type { Fleet } from "../fleet/fleet.js";
import type { Rule } from "./define.js";
import type { Finding } from "./finding.js";
import type { RuleTally } from "./run.js";
import { evaluate } from "./run.js";
import { applyWaivers } from "./waive.js";

export interface ValidateOptions {
  /** The day on which waivers are looked at, as YYYY-MM-DD. */
  readonly today: string;
  readonly rules: readonly Rule[];
  /** Further rules that there are: waivers may name them. */
  readonly others?: readonly Rule[];
  /** Slugs of the rules to run; without them, all. Waivers may name the others, and are not judged by them. */
  readonly only?: readonly string[];
}

export interface Validation {
  readonly findings: readonly Finding[];
  readonly tally: RuleTally;
}

/** Holds a fleet against every rule, and marks the findings that its waivers accept. */
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
