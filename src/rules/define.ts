import type { Fleet } from "../fleet/fleet.js";
import type { Subject } from "../fleet/subject.js";
import type { Candidate } from "../moves/candidate.js";
import type { Origin } from "../yaml/place.js";
import type { Claims, Severity } from "./finding.js";

/** What a rule says of one subject. Nothing said at all means that the rule does not apply to this fleet. */
export type RuleResult = Pass | Fault | Lack;

export interface Pass {
  readonly kind: "pass";
}

/** The rule is broken. Faults of one rule that differ only in their host become one finding. */
export interface Fault {
  readonly kind: "fault";
  readonly subject: Subject;
  /** One sentence, with the figures. Where hosts share the fault, it speaks of the first. */
  readonly message: string;
  /** The arithmetic or the mechanism behind this one finding. */
  readonly why: string;
  /** What would fix it, with the largest or least value that passes. */
  readonly fix: string;
  /** The fix as values, best first; none of them is tried yet. */
  readonly candidates?: readonly Candidate[];
  readonly at: Origin;
  readonly figures: Readonly<Record<string, number | string>>;
  readonly hosts?: readonly string[];
  /** Where it states that requests fail or servers are marked DOWN. */
  readonly claims?: Claims | undefined;
  /** Where it differs from the rule's own. */
  readonly severity?: Severity;
}

/** The rule applies, and a figure that it needs is not in the inventory. */
export interface Lack {
  readonly kind: "lack";
  readonly subject: Subject;
  readonly needs: string;
  readonly at: Origin;
  readonly hosts?: readonly string[];
}

/** A rule as people read it. */
export interface RuleDoc {
  /** `area/name`, as findings and waivers name it. */
  readonly slug: string;
  readonly severity: Severity;
  /** The rule in one sentence. */
  readonly title: string;
  /** What happens where it is broken. */
  readonly why: string;
  /** How it is computed. */
  readonly how: string;
  /** How it is fixed, in general. */
  readonly fix: string;
  /** Where the facts stand: a manual and its section, a kernel file, or a test with the real daemon. */
  readonly source: readonly string[];
}

export interface Rule extends RuleDoc {
  /** A pure function: equal fleets, equal results. */
  readonly run: (fleet: Fleet) => readonly RuleResult[];
}

/** Defines a rule; a project's own rules are defined with the same function. */
export const defineRule = (rule: Rule): Rule => {
  if (!/^[a-z0-9-]+\/[a-z0-9-]+$/.test(rule.slug))
    throw new TypeError(`a rule's slug has the form area/name, not ${rule.slug}`);
  return rule;
};

export const pass: Pass = { kind: "pass" };
export const fault = (given: Omit<Fault, "kind">): Fault => ({ kind: "fault", ...given });
export const lack = (given: Omit<Lack, "kind">): Lack => ({ kind: "lack", ...given });
