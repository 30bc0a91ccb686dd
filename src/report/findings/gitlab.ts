import type { Finding } from "../../rules/finding.js";
import { jsonText } from "../../text/json-text.js";
import { fingerprints } from "./fingerprint.js";
import type { Report } from "./report.js";
import { whyWithHosts } from "./report.js";

/** GitLab knows info, minor, major, critical and blocker; an error takes requests down, a warning may. */
const SEVERITY: Readonly<Record<Finding["severity"], string>> = {
  error: "critical",
  warning: "major",
  info: "info",
};

/** A GitLab Code Quality report. It has no place for waivers, so waived findings are left out. */
export const formatGitlab = (report: Report): string => {
  const prints = fingerprints(report.findings);
  return jsonText(
    report.findings.flatMap((finding, index) =>
      finding.waived ? [] : [issueOf(finding, prints[index] ?? "")],
    ),
  );
};

const issueOf = (finding: Finding, fingerprint: string) => ({
  description: describe(finding),
  check_name: finding.rule,
  fingerprint,
  severity: SEVERITY[finding.severity],
  // GitLab matches paths with those of its diff, which have no ./ before them.
  location: { path: finding.at.file.replace(/^(?:\.\/)+/, ""), lines: { begin: finding.at.line } },
});

const describe = (finding: Finding): string => {
  const why = whyWithHosts(finding);
  const parts = [
    `${finding.environment === "" ? "" : `${finding.environment}: `}${finding.message}`,
    why && `(${why})`,
    finding.fix && `Fix: ${finding.fix}`,
  ];
  return parts.filter((part) => part !== "").join(" ");
};
