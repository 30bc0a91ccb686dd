import type { Finding } from "../../rules/finding.js";
import { foldHosts } from "../../text/fold-hosts.js";
import { visibleLine } from "../../text/terminal.js";
import type { Ink } from "../style.js";
import type { Report, Summary } from "./report.js";
import { environmentsOf, summarize } from "./report.js";

/** Up to so many environments get a verdict each; more get one together. */
const MAX_ENVIRONMENTS = 4;

export interface Verdict {
  readonly text: string;
  readonly ink: Ink;
}

/** How a report ends: `prod: 1 waived, no errors`, for each environment, or for all where they are many. */
export const verdicts = (report: Report): readonly Verdict[] => {
  const environments = environmentsOf(report);
  if (environments.length === 0)
    return [{ text: "nothing was validated: no environment given", ink: "warning" }];
  if (environments.length > MAX_ENVIRONMENTS) return [verdictOnAll(report, environments)];
  return environments.map((name) => verdictOnOne(report, name));
};

const verdictOnOne = (report: Report, environment: string): Verdict => {
  const summary = summarize(report.findings.filter((finding) => finding.environment === environment));
  const counts = countsOf(summary) || withoutFindings(report, environment);
  const name = visibleLine(environment);
  return { text: name === "" ? counts : `${name}: ${counts}`, ink: inkOf(summary) };
};

const withoutFindings = (report: Report, environment: string): string => {
  const tally = report.rules.find((rule) => rule.environment === environment);
  if (tally === undefined || tally.applied === 0 || tally.passed < tally.applied) return "no findings";
  return tally.applied === 1 ? "its one rule passed" : `all ${tally.applied} rules passed`;
};

const verdictOnAll = (report: Report, environments: readonly string[]): Verdict => {
  const summary = summarize(report.findings);
  const failing = report.findings.filter(isError).map((finding) => visibleLine(finding.environment));
  const where = failing.length > 0 ? `; errors in ${foldHosts(failing)}` : "";
  const counts = countsOf(summary) || "no findings";
  return { text: `${environments.length} environments: ${counts}${where}`, ink: inkOf(summary) };
};

const isError = (finding: Finding): boolean => finding.severity === "error" && finding.waived === null;

/** Counts in words, empty where there is nothing to count; "no errors" is stated, not implied. */
const countsOf = ({ error, warning, info, waived }: Summary): string => {
  const parts = [
    error > 0 ? plural(error, "error") : "",
    warning > 0 ? plural(warning, "warning") : "",
    info > 0 ? `${info} info` : "",
    waived > 0 ? `${waived} waived` : "",
  ].filter((part) => part !== "");
  if (parts.length > 0 && error === 0) parts.push("no errors");
  return parts.join(", ");
};

const plural = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? "" : "s"}`;

const inkOf = ({ error, warning }: Summary): Ink => (error > 0 ? "error" : warning > 0 ? "warning" : "good");
