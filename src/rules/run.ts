import type { Fleet } from "../fleet/fleet.js";
import { compareHosts } from "../text/hosts.js";
import type { Check, Fault, Lack, Verdict } from "./define.js";
import type { Finding } from "./finding.js";
import { SEVERITIES } from "./finding.js";

/** How the rules came out for one environment; a rule that lacks data and finds a fault counts as failed. */
export interface RuleTally {
  readonly environment: string;
  readonly applied: number;
  readonly passed: number;
  readonly failed: number;
  readonly lacked: number;
}

export interface Checked {
  readonly findings: readonly Finding[];
  readonly tally: RuleTally;
}

/** Runs every check on a fleet. Findings come sorted by severity, then by place. */
export const runChecks = (fleet: Fleet, checks: readonly Check[]): Checked => {
  const results = checks.map((check) => ({ check, verdicts: check.run(fleet) }));
  const applied = results.filter(({ verdicts }) => verdicts.length > 0);
  const has = (kind: Verdict["kind"]) =>
    applied.filter(({ verdicts }) => verdicts.some((verdict) => verdict.kind === kind));
  const failed = has("fault");
  const lacked = has("lack").filter((result) => !failed.includes(result));
  return {
    findings: results
      .flatMap(({ check, verdicts }) => toFindings(fleet.environment, check, verdicts))
      .sort(compareFindings),
    tally: {
      environment: fleet.environment,
      applied: applied.length,
      passed: applied.length - failed.length - lacked.length,
      failed: failed.length,
      lacked: lacked.length,
    },
  };
};

const toFindings = (environment: string, check: Check, verdicts: readonly Verdict[]): Finding[] => {
  const merged = new Map<string, Finding>();
  for (const verdict of verdicts) {
    if (verdict.kind === "pass") continue;
    const finding =
      verdict.kind === "fault"
        ? fromFault(environment, check, verdict)
        : fromLack(environment, check, verdict);
    const { file, line, column } = finding.at;
    // What one host says of itself, ten say alike: same place, same figures, same subject but for its host.
    const key = JSON.stringify([
      finding.severity,
      file,
      line,
      column,
      finding.figures,
      finding.subject.split("@")[0],
      finding.hosts.length > 0 ? "" : finding.message,
    ]);
    const known = merged.get(key);
    merged.set(key, known ? { ...known, hosts: [...known.hosts, ...finding.hosts] } : finding);
  }
  return [...merged.values()].map((finding) => ({
    ...finding,
    hosts: [...new Set(finding.hosts)].sort(compareHosts),
  }));
};

const fromFault = (environment: string, check: Check, fault: Fault): Finding => ({
  check: check.slug,
  severity: fault.severity ?? check.severity,
  environment,
  subject: fault.subject,
  message: fault.message,
  at: fault.at,
  figures: fault.figures,
  why: fault.why,
  mend: fault.mend,
  hosts: fault.hosts ?? [],
  waived: null,
});

const fromLack = (environment: string, check: Check, lack: Lack): Finding => ({
  check: check.slug,
  severity: "info",
  environment,
  subject: lack.subject,
  message: `not checked: ${lack.needs} is not given`,
  at: lack.at,
  figures: {},
  why: `${check.title} That can't be computed without ${lack.needs}.`,
  mend: `give ${lack.needs}`,
  hosts: lack.hosts ?? [],
  waived: null,
});

const compareFindings = (a: Finding, b: Finding): number =>
  SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) ||
  (a.at.file < b.at.file ? -1 : a.at.file > b.at.file ? 1 : 0) ||
  a.at.line - b.at.line ||
  a.at.column - b.at.column ||
  (a.check < b.check ? -1 : a.check > b.check ? 1 : 0);
