import { subjectText } from "../../fleet/subject.js";
import type { Finding } from "../../rules/finding.js";
import { jsonText } from "../../text/json-text.js";
import type { Report } from "./report.js";
import { summarize } from "./report.js";

/** The report for programs, whose keys may be added to but not taken from; `version` is mmconf's own. */
export const formatJson = (report: Report, version: string): string =>
  jsonText({
    mmconf: version,
    summary: summarize(report.findings),
    findings: report.findings.map(findingToJson),
  });

/** A finding as every JSON of mmconf shows it. */
export const findingToJson = (finding: Finding) => ({
  rule: finding.rule,
  severity: finding.severity,
  environment: finding.environment,
  subject: subjectText(finding.subject),
  message: finding.message,
  at: { file: finding.at.file, line: finding.at.line, column: finding.at.column, path: finding.at.path },
  figures: figuresToJson(finding.figures),
  why: finding.why,
  fix: finding.fix,
  ...(finding.set === undefined ? {} : { set: finding.set }),
  waived: finding.waived && { reason: finding.waived.reason, until: finding.waived.until },
  hosts: finding.hosts,
});

/** Figures with what JSON has no number for spelled out: no limit is `"Infinity"`, not null. */
export const figuresToJson = (figures: Finding["figures"]): Readonly<Record<string, number | string>> =>
  Object.fromEntries(
    Object.entries(figures).map(([name, value]) => [
      name,
      typeof value === "number" && !Number.isFinite(value) ? String(value) : value,
    ]),
  );
