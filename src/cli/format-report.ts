import type { Project } from "../project/project.js";
import type { Report } from "../report/findings/report.js";
import type { TextOptions } from "../report/findings/text.js";
import { formatText } from "../report/findings/text.js";
import { VERSION } from "../text/version.js";

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
      const { formatJson } = await import("../report/findings/json.js");
      return formatJson(report, VERSION);
    }
    case "sarif": {
      const { formatSarif } = await import("../report/findings/sarif.js");
      const { ruleBook } = await import("../rules/rule-book.js");
      return formatSarif(report, ruleBook(project.rules), VERSION);
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
