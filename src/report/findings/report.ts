import type { Finding } from "../../rules/finding.js";
import { SEVERITIES } from "../../rules/finding.js";
import type { RuleTally } from "../../rules/run.js";
import { foldHosts } from "../../text/fold-hosts.js";

/** All that a run of `validate` has to say, in any format. */
export interface Report {
  readonly environments: readonly string[];
  readonly findings: readonly Finding[];
  /** The text of every file that a finding may stand in, by its name. */
  readonly sources: ReadonlyMap<string, string>;
  readonly rules: readonly RuleTally[];
}

export interface Summary {
  readonly error: number;
  readonly warning: number;
  readonly info: number;
  readonly waived: number;
}

/** Counts findings by severity; a waived one counts as waived only. */
export const summarize = (findings: readonly Finding[]): Summary => {
  const count = { error: 0, warning: 0, info: 0, waived: 0 };
  for (const finding of findings) count[finding.waived ? "waived" : finding.severity]++;
  return count;
};

/** The environments of a report, and any that only its findings or its tallies name. */
export const environmentsOf = ({ environments, findings, rules }: Report): readonly string[] => [
  ...new Set([
    ...environments,
    ...rules.map((tally) => tally.environment),
    ...findings.map((f) => f.environment),
  ]),
];

/** Findings by environment, what is open before what is waived, the worst first; else in the order given. */
export const inReadingOrder = (report: Report): readonly Finding[] => {
  const environments = new Map(environmentsOf(report).map((name, index) => [name, index]));
  const rank = (finding: Finding): number =>
    (environments.get(finding.environment) ?? 0) * 2 * SEVERITIES.length +
    (finding.waived ? SEVERITIES.length : 0) +
    SEVERITIES.indexOf(finding.severity);
  return report.findings.toSorted((a, b) => rank(a) - rank(b));
};

/** Why a finding matters, with the hosts that its message does not name: `...; also app2-4, app7`. */
export const whyWithHosts = ({ why, message, hosts }: Finding): string => {
  const named = new Set(message.match(/[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?/g));
  const others = hosts.filter((host) => !named.has(host));
  if (others.length === 0) return why;
  const where = `${others.length < hosts.length ? "also" : "on"} ${foldHosts(others)}`;
  if (why === "") return where;
  if (!/[.!?]$/.test(why)) return `${why}; ${where}`;
  return `${why} ${where.charAt(0).toUpperCase()}${where.slice(1)}.`;
};
