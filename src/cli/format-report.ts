import { ruleBook } from "../checks/rule-book.js";
import type { Project } from "../project/project.js";
import { formatGithub } from "../report/github.js";
import { formatGitlab } from "../report/gitlab.js";
import { formatJson } from "../report/json.js";
import type { Report } from "../report/report.js";
import { formatSarif } from "../report/sarif.js";
import type { TextOptions } from "../report/text.js";
import { formatText } from "../report/text.js";
import { VERSION } from "../version.js";

/** The report in one of the formats of validate. */
export const formatReport = (
  report: Report,
  format: "text" | "json" | "sarif" | "github" | "gitlab",
  project: Project,
  text: TextOptions,
): string => {
  switch (format) {
    case "text":
      return formatText(report, text);
    case "json":
      return formatJson(report, VERSION);
    case "sarif":
      return formatSarif(report, ruleBook(project.checks), VERSION);
    case "github":
      return formatGithub(report);
    case "gitlab":
      return formatGitlab(report);
  }
};
