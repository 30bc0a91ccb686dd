import type { Fleet } from "../fleet/fleet.js";
import { withoutHost } from "../fleet/subject.js";
import type { Candidate } from "../moves/candidate.js";
import { compareHosts } from "../text/hosts.js";
import type { Fault, Lack, Rule, RuleResult } from "./define.js";
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

/** Runs every rule on a fleet. Findings come sorted by severity, then by place. */
export const evaluate = (fleet: Fleet, rules: readonly Rule[]): Checked => {
  const ran = rules.map((rule) => ({ rule, results: rule.run(fleet) }));
  const applied = ran.filter(({ results }) => results.length > 0);
  const has = (kind: RuleResult["kind"]) =>
    applied.filter(({ results }) => results.some((result) => result.kind === kind));
  const failed = has("fault");
  const lacked = has("lack").filter((result) => !failed.includes(result));
  return {
    findings: ran
      .flatMap(({ rule, results }) => toFindings(fleet.environment, rule, results))
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

const toFindings = (environment: string, rule: Rule, results: readonly RuleResult[]): Finding[] => {
  const merged = new Map<string, Finding>();
  for (const result of results) {
    if (result.kind === "pass") continue;
    const finding =
      result.kind === "fault" ? fromFault(environment, rule, result) : fromLack(environment, rule, result);
    const { file, line, column } = finding.at;
    // Ten hosts with one fault are one finding: same place, same figures, same subject but for the host.
    const key = JSON.stringify([
      finding.severity,
      file,
      line,
      column,
      finding.figures,
      withoutHost(finding.subject),
      finding.hosts.length > 0 ? "" : finding.message,
    ]);
    const known = merged.get(key);
    merged.set(key, known ? together(known, finding) : finding);
  }
  return [...merged.values()].map((finding) => ({
    ...finding,
    hosts: [...new Set(finding.hosts)].sort(compareHosts),
  }));
};

/** What fixes both is what fixes the one and what fixes the other. */
const together = (one: Finding, other: Finding): Finding => ({
  ...one,
  hosts: [...one.hosts, ...other.hosts],
  ...(one.candidates === undefined || other.candidates === undefined
    ? {}
    : { candidates: pairs(one.candidates, other.candidates) }),
});

const pairs = (ours: readonly Candidate[], theirs: readonly Candidate[]): readonly Candidate[] =>
  ours.flatMap((candidate, index) => {
    const more = theirs[index];
    return more === undefined ? [] : [[...candidate, ...more]];
  });

const fromFault = (environment: string, rule: Rule, fault: Fault): Finding => ({
  rule: rule.slug,
  severity: fault.severity ?? rule.severity,
  environment,
  subject: fault.subject,
  message: fault.message,
  at: fault.at,
  figures: fault.figures,
  why: fault.why,
  fix: fault.fix,
  ...(fault.candidates === undefined ? {} : { candidates: fault.candidates }),
  claims: fault.claims ?? null,
  hosts: fault.hosts ?? [],
  waived: null,
});

const fromLack = (environment: string, rule: Rule, lack: Lack): Finding => ({
  rule: rule.slug,
  severity: "info",
  environment,
  subject: lack.subject,
  message: `not checked: ${lack.needs} is not given`,
  at: lack.at,
  figures: {},
  why: `${rule.title} This can't be computed without ${lack.needs}.`,
  fix: `give ${lack.needs}`,
  claims: null,
  hosts: lack.hosts ?? [],
  waived: null,
});

export const compareFindings = (a: Finding, b: Finding): number =>
  SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) ||
  (a.at.file < b.at.file ? -1 : a.at.file > b.at.file ? 1 : 0) ||
  a.at.line - b.at.line ||
  a.at.column - b.at.column ||
  (a.rule < b.rule ? -1 : a.rule > b.rule ? 1 : 0);
