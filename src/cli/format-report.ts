import type { Report } from "../report/findings/report.js";
import { formatText } from "../report/findings/text.js";
import type { RuleDoc } from "../rules/define.js";
import { VERSION } from "../text/version.js";
import type { ReportFormat } from "./report-formats.js";
import type { Shell } from "./shell.js";

/** Prints a report. `rules` are those that its findings may be of. */
export const printReport = async (
  shell: Shell,
  report: Report,
  format: ReportFormat,
  rules: () => Promise<readonly RuleDoc[]>,
): Promise<void> => {
  switch (format) {
    case "text":
      shell.print(formatText(report, { color: shell.color("stdout"), columns: shell.columns }));
      return;
    case "json": {
      const { formatJson } = await import("../report/findings/json.js");
      shell.print(formatJson(report, VERSION));
      return;
    }
    case "sarif": {
      const { formatSarif } = await import("../report/findings/sarif.js");
      shell.print(formatSarif(report, await rules(), VERSION));
      return;
    }
    case "github": {
      const { formatGithub } = await import("../report/findings/github.js");
      // That format is made of commands to a log.
      shell.emit(formatGithub(report));
      return;
    }
    case "gitlab": {
      const { formatGitlab } = await import("../report/findings/gitlab.js");
      shell.print(formatGitlab(report));
      return;
    }
  }
};
