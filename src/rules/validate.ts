import type { Fleet } from "../fleet/fleet.js";
import { isDay } from "../schema/text-field.js";
import { allRules } from "./all.js";
import type { Rule } from "./define.js";
import type { Finding } from "./finding.js";
import type { RuleTally } from "./run.js";
import { evaluate } from "./run.js";
import { applyWaivers } from "./waive.js";

export interface ValidateOptions {
  /** The day on which waivers are looked at, as YYYY-MM-DD. */
  readonly today: string;
  /** Without them, the built-in rules. */
  readonly rules?: readonly Rule[];
  /** Slugs of the rules to run; without them, all. Waivers may name the others, and are not judged by them. */
  readonly only?: readonly string[];
}

export interface Validation {
  readonly findings: readonly Finding[];
  readonly tally: RuleTally;
}

/**
 * Holds a fleet against every rule, and marks the findings that its waivers accept. Throws a RangeError where it is
 * called with a day that is none, a slug that no rule has, or two rules of one slug: nothing would be held against it.
 */
export const validate = (
  fleet: Fleet,
  { today, rules = allRules, only = [] }: ValidateOptions,
): Validation => {
  checkOptions(today, rules, only);
  const running = only.length === 0 ? rules : rules.filter((rule) => only.includes(rule.slug));
  const { findings, tally } = evaluate(fleet, running);
  const known = [...allRules, ...rules].map((rule) => rule.slug);
  const ran = running.map((rule) => rule.slug);
  return { findings: applyWaivers(fleet, findings, today, { known, ran }), tally };
};

const checkOptions = (today: string, rules: readonly Rule[], only: readonly string[]): void => {
  if (!isDay(today)) throw new RangeError(`today is a date such as 2026-05-11, not ${today}`);
  const slugs = rules.map((rule) => rule.slug);
  const known = new Set([...allRules.map((rule) => rule.slug), ...slugs]);
  const unknown = only.find((slug) => !known.has(slug));
  if (unknown !== undefined) throw new RangeError(`only: there is no rule ${unknown}`);
  const twice = slugs.find((slug, index) => slugs.indexOf(slug) !== index);
  if (twice !== undefined) throw new RangeError(`rules: two of them have the slug ${twice}`);
};
