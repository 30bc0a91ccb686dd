import type { Project } from "../project/project.js";
import type { Report } from "../report/report.js";
import type { TextOptions } from "../report/text.js";
import { formatText } from "../report/text.js";
import { VERSION } from "../version.js";

/** The report in one of the formats of validate. */
export const formatReport = async (
  report: Report,
  format: "text" | "json" | "sarif" | "github" | "gitlab",
  project: Project,
  text: TextOptions,
): Promise<string> => {
  switch (format) {
    case "text":
      return formatText(report, text);
    case "json": {
      const { formatJson } = await import("../report/json.js");
      return formatJson(report, VERSION);
    }
    case "sarif": {
      const { formatSarif } = await import("../report/sarif.js");
      const { ruleBook } = await import("../checks/rule-book.js");
      return formatSarif(report, ruleBook(project.checks), VERSION);
    }
    case "github": {
      const { formatGithub } = await import("../report/github.js");
      return formatGithub(report);
    }
    case "gitlab": {
      const { formatGitlab } = await import("../report/gitlab.js");
      return formatGitlab(report);
    }
  }
};
