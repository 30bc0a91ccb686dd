import type { Fleet, Waiver } from "../fleet/fleet.js";
import { subjectText, withoutHost } from "../fleet/subject.js";
import { inInventory } from "../moves/candidate.js";
import { nearest } from "../text/nearest.js";
import { originOf } from "../yaml/node.js";
import type { Finding } from "./finding.js";

/** Slugs of the rules that waivers may name. */
export interface WaivableChecks {
  /** Every rule that there is. */
  readonly known: readonly string[];
  /** Those that have run: whether waivers of the others are still needed is unknown. */
  readonly ran: readonly string[];
}

/**
 * Marks the findings that the fleet's waivers accept on `today` (YYYY-MM-DD), and adds a finding for each waiver that
 * has expired, accepts nothing, or names no rule.
 */
export const applyWaivers = (
  fleet: Fleet,
  findings: readonly Finding[],
  today: string,
  rules: WaivableChecks,
): readonly Finding[] => {
  const holding = fleet.waivers.filter((waiver) => waiver.until >= today);
  const waived = findings.map((finding) => {
    const by = holding.find((waiver) => covers(waiver, finding));
    return by ? { ...finding, waived: { reason: by.reason, until: by.until } } : finding;
  });
  const known = new Set(rules.known);
  const ran = new Set(rules.ran);
  const wrong = fleet.waivers.flatMap((waiver): Finding[] => {
    if (!known.has(waiver.rule)) return [unknownRule(fleet.environment, waiver, rules.known)];
    if (waiver.until < today) return [expired(fleet.environment, waiver, today)];
    const judged = ran.has(waiver.rule) && !findings.some((finding) => covers(waiver, finding));
    return judged ? [unused(fleet, waiver, findings)] : [];
  });
  return [...wrong, ...waived];
};

/**
 * A waiver names a rule, and the subject with or without its host; without a subject it holds for all of them. One
 * that names a host does not hold for a finding that other hosts share.
 */
export const covers = ({ rule, subject }: Waiver, finding: Finding): boolean =>
  rule === finding.rule &&
  (subject === undefined ||
    subject === withoutHost(finding.subject) ||
    (subject === subjectText(finding.subject) && finding.hosts.length <= 1));

const about = (
  environment: string,
  waiver: Waiver,
  key: string,
): Pick<Finding, "environment" | "subject" | "at" | "hosts" | "claims" | "waived"> => ({
  environment,
  subject: waiver.rule,
  at: originOf(waiver.node, key),
  hosts: [],
  claims: null,
  waived: null,
});

const expired = (environment: string, waiver: Waiver, today: string): Finding => ({
  ...about(environment, waiver, "until"),
  rule: "waiver/expired",
  severity: "error",
  message: `the waiver of ${waiver.rule} expired on ${waiver.until}; today is ${today}`,
  figures: { until: waiver.until, today },
  why: `It was accepted because: ${waiver.reason}`,
  fix: "fix the finding, or review the reason and set a new day",
});

const unknownRule = (environment: string, waiver: Waiver, known: readonly string[]): Finding => {
  const close = nearest(waiver.rule, known);
  return {
    ...about(environment, waiver, "rule"),
    rule: "waiver/unknown-rule",
    severity: "error",
    message: `a waiver names ${waiver.rule}, which is not a rule`,
    figures: { rule: waiver.rule },
    why: "It accepts nothing: no finding will ever have that slug.",
    fix: close === undefined ? "mmconf explain lists the rules" : `did you mean ${close}?`,
  };
};

/** As an inventory has them; null takes the last one out. */
export const waiversAs = (waivers: readonly Waiver[]): readonly object[] | null =>
  waivers.length === 0
    ? null
    : waivers.map(({ rule, subject, reason, until }) => ({
        rule,
        ...(subject === undefined ? {} : { subject }),
        reason,
        until,
      }));

const unused = (fleet: Fleet, waiver: Waiver, findings: readonly Finding[]): Finding => {
  const { environment } = fleet;
  const whom = waiver.subject === undefined ? "" : ` of ${waiver.subject}`;
  const others = [
    ...new Set(
      findings.filter((found) => found.rule === waiver.rule).map((found) => subjectText(found.subject)),
    ),
  ];
  const named = others.slice(0, 3).join(", ") + (others.length > 3 ? ", ..." : "");
  return {
    ...about(environment, waiver, others.length > 0 ? "subject" : "rule"),
    rule: "waiver/unused",
    severity: "warning",
    message: `the waiver of ${waiver.rule} accepts nothing: there is no finding${whom}`,
    figures: { rule: waiver.rule, ...(waiver.subject === undefined ? {} : { subject: waiver.subject }) },
    why:
      others.length > 0
        ? `${waiver.rule} has findings, of ${named}; none of them is ${waiver.subject}`
        : `Left in place, it will silently accept the next finding of ${waiver.rule}${whom}.`,
    fix: others.length > 0 ? "name one of these subjects, or remove the waiver" : "remove the waiver",
    candidates: [inInventory({ accept: waiversAs(fleet.waivers.filter((other) => other !== waiver)) })],
  };
};
