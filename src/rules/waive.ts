import type { Fleet, Waiver } from "../fleet/fleet.js";
import { nearest } from "../text/nearest.js";
import { originOf } from "../yaml/node.js";
import type { Finding } from "./finding.js";

/** Slugs of the checks that waivers are held against. */
export interface WaivableChecks {
  /** Every check that there is. */
  readonly known: readonly string[];
  /** Those that have run: of the others' waivers nobody can tell whether they are still needed. */
  readonly ran: readonly string[];
}

/**
 * Marks the findings that the fleet's waivers accept on `today` (YYYY-MM-DD), and adds a finding for each waiver that
 * has expired, accepts nothing, or names no check.
 */
export const applyWaivers = (
  fleet: Fleet,
  findings: readonly Finding[],
  today: string,
  checks: WaivableChecks,
): readonly Finding[] => {
  const holding = fleet.waivers.filter((waiver) => waiver.until >= today);
  const waived = findings.map((finding) => {
    const by = holding.find((waiver) => covers(waiver, finding));
    return by ? { ...finding, waived: { reason: by.reason, until: by.until } } : finding;
  });
  const known = new Set(checks.known);
  const ran = new Set(checks.ran);
  const wrong = fleet.waivers.flatMap((waiver): Finding[] => {
    if (!known.has(waiver.check)) return [unknownCheck(fleet.environment, waiver, checks.known)];
    if (waiver.until < today) return [expired(fleet.environment, waiver, today)];
    const judged = ran.has(waiver.check) && !findings.some((finding) => covers(waiver, finding));
    return judged ? [unused(fleet.environment, waiver, findings)] : [];
  });
  return [...wrong, ...waived];
};

/**
 * A waiver names a check, and the subject with or without its host; without a subject it holds for all of them. One
 * that names a host does not hold for a finding that other hosts share.
 */
export const covers = (waiver: Waiver, finding: Finding): boolean =>
  waiver.check === finding.check &&
  (waiver.subject === undefined ||
    (waiver.subject === finding.subject && (!waiver.subject.includes("@") || finding.hosts.length <= 1)) ||
    waiver.subject === finding.subject.split("@")[0]);

const about = (
  environment: string,
  waiver: Waiver,
  key: string,
): Pick<Finding, "environment" | "subject" | "at" | "hosts" | "waived"> => ({
  environment,
  subject: waiver.check,
  at: originOf(waiver.node, key),
  hosts: [],
  waived: null,
});

const expired = (environment: string, waiver: Waiver, today: string): Finding => ({
  ...about(environment, waiver, "until"),
  check: "waiver/expired",
  severity: "error",
  message: `the waiver of ${waiver.check} ended on ${waiver.until}; today is ${today}`,
  figures: { until: waiver.until, today },
  why: `It was accepted because: ${waiver.reason}`,
  mend: "mend the finding, or look at the reason again and set a new day",
});

const unknownCheck = (environment: string, waiver: Waiver, known: readonly string[]): Finding => {
  const close = nearest(waiver.check, known);
  return {
    ...about(environment, waiver, "check"),
    check: "waiver/unknown-check",
    severity: "error",
    message: `a waiver names ${waiver.check}, and there is no such check`,
    figures: { check: waiver.check },
    why: "It accepts nothing: no finding will ever bear that slug.",
    mend: close === undefined ? "mmconf explain lists the checks that there are" : `did you mean ${close}?`,
  };
};

const unused = (environment: string, waiver: Waiver, findings: readonly Finding[]): Finding => {
  const whom = waiver.subject === undefined ? "" : ` of ${waiver.subject}`;
  const others = [
    ...new Set(findings.filter((found) => found.check === waiver.check).map((found) => found.subject)),
  ];
  const named = others.slice(0, 3).join(", ") + (others.length > 3 ? ", ..." : "");
  return {
    ...about(environment, waiver, others.length > 0 ? "subject" : "check"),
    check: "waiver/unused",
    severity: "warning",
    message: `the waiver of ${waiver.check} accepts nothing: there is no finding${whom}`,
    figures: { check: waiver.check, ...(waiver.subject === undefined ? {} : { subject: waiver.subject }) },
    why:
      others.length > 0
        ? `${waiver.check} has findings, of ${named}; none of them is ${waiver.subject}`
        : `Left in place, it would accept the next finding of ${waiver.check}${whom} unseen.`,
    mend: others.length > 0 ? "name one of these subjects, or take the waiver out" : "take the waiver out",
  };
};
