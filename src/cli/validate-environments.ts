import type { Fleet } from "../fleet/fleet.js";
import type { Project } from "../project/project.js";
import type { Report } from "../report/findings/report.js";
import type { TextOptions } from "../report/findings/text.js";
import { formatText } from "../report/findings/text.js";
import type { Severity } from "../rules/finding.js";
import { validate } from "../rules/validate.js";
import { VERSION } from "../text/version.js";
import { checkOnly, checkToday } from "./check-options.js";
import { loadSelected } from "./environments.js";
import type { Filling } from "./report-of.js";
import { reportOf } from "./report-of.js";
import type { ExitCode, Shell } from "./shell.js";
import { EXIT, exitFor } from "./shell.js";

export interface ValidateFlags {
  readonly env?: readonly string[];
  readonly set?: readonly string[];
  readonly only?: readonly string[];
  readonly format: "text" | "json" | "sarif" | "github" | "gitlab";
  readonly failOn: Severity;
  readonly today?: string;
  readonly watch?: boolean;
}

/** Evaluates every rule on the environments asked for, or all of them, and prints the report. */
export const validateEnvironments = async (
  shell: Shell,
  files: readonly string[],
  options: ValidateFlags,
): Promise<ExitCode> => {
  const project = await shell.project();
  const today = checkToday(options.today) ?? shell.today();
  const only = checkOnly(project, options.only ?? []);
  const loaded = loadSelected(project, options.env ?? [], files, options.set ?? []);
  const report = reportOf(project, loaded, today, {
    only,
    ...(await filling(options.format, project, today)),
  });
  const text = await formatReport(report, options.format, project, {
    color: shell.color("stdout"),
    columns: shell.columns,
  });
  // That format is made of commands to a log.
  if (options.format === "github") shell.emit(text);
  else shell.print(text);
  return loaded.some((environment) => !environment.ok)
    ? EXIT.failure
    : exitFor(report.findings, options.failOn);
};

/** Values are tried for those who read them: programs. */
const filling = async (
  format: ValidateFlags["format"],
  { targets, rules }: Project,
  today: string,
): Promise<{ readonly fill?: Filling }> => {
  if (format !== "json" && format !== "sarif") return {};
  const { withSets } = await import("../fixes/fixes.js");
  const judge = (fleet: Fleet) => validate(fleet, { today, rules }).findings;
  return { fill: (fleet, findings) => withSets(fleet, findings, { targets, rules, judge }) };
};

/** The report in one of the formats of validate. */
const formatReport = async (
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
