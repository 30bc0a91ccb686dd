import type { Report } from "../report/findings/report.js";
import { formatText } from "../report/findings/text.js";
import type { RuleDoc } from "../rules/define.js";
import { VERSION } from "../text/version.js";
import type { ReportFormat } from "./report-formats.js";
import type { Shell } from "./shell.js";

/** Prints a report in one of the formats of validate and check; `rules` are all that a finding of it may be of. */
export const printReport = async (
  shell: Shell,
  report: Report,
  format: ReportFormat,
  rules: () => readonly RuleDoc[],
): Promise<void> => {
  const text = await formatReport(shell, report, format, rules);
  // That format is made of commands to a log.
  if (format === "github") shell.emit(text);
  else shell.print(text);
};

const formatReport = async (
  shell: Shell,
  report: Report,
  format: ReportFormat,
  rules: () => readonly RuleDoc[],
): Promise<string> => {
  switch (format) {
    case "text":
      return formatText(report, { color: shell.color("stdout"), columns: shell.columns });
    case "json": {
      const { formatJson } = await import("../report/findings/json.js");
      return formatJson(report, VERSION);
    }
    case "sarif": {
      const { formatSarif } = await import("../report/findings/sarif.js");
      return formatSarif(report, rules(), VERSION);
    }
    case "github": {
      const { formatGithub } = await import("../report/findings/github.js");
      return formatGithub(report);
    }
    case "gitlab": {
      const { formatGitlab } = await import("../report/findings/gitlab.js");
      return formatGitlab(report);
    }
  }
};
