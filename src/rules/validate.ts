import type { Fleet } from "../fleet/fleet.js";
import { isDay } from "../schema/text-field.js";
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

/**
 * Evaluates every rule on a fleet, and marks the findings that its waivers accept. Throws a RangeError where it is
 * called with a day that is none, a slug that no rule has, or two rules of one slug: nothing would be evaluated.
 */
export const validate = (
  fleet: Fleet,
  { today, rules, others = [], only = [] }: ValidateOptions,
): Validation => {
  const known = [...others, ...rules].map((rule) => rule.slug);
  checkOptions({ today, rules, only }, known);
  const running = only.length === 0 ? rules : rules.filter((rule) => only.includes(rule.slug));
  const { findings, tally } = evaluate(fleet, running);
  const ran = running.map((rule) => rule.slug);
  return { findings: applyWaivers(fleet, findings, today, { known, ran }), tally };
};

const checkOptions = (
  { today, rules, only }: Required<Pick<ValidateOptions, "today" | "rules" | "only">>,
  known: readonly string[],
): void => {
  if (!isDay(today)) throw new RangeError(`today is a date such as 2026-05-11, not ${today}`);
  const unknown = only.find((slug) => !known.includes(slug));
  if (unknown !== undefined) throw new RangeError(`only: there is no rule ${unknown}`);
  const slugs = rules.map((rule) => rule.slug);
  const twice = slugs.find((slug, index) => slugs.indexOf(slug) !== index);
  if (twice !== undefined) throw new RangeError(`rules: two of them have the slug ${twice}`);
};
