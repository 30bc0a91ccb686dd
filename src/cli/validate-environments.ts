import type { Fleet } from "../fleet/fleet.js";
import type { Project } from "../project/project.js";
import type { Severity } from "../rules/finding.js";
import { validate } from "../rules/validate.js";
import { checkOnly, checkToday } from "./check-options.js";
import { loadSelected } from "./environments.js";
import { printReport } from "./format-report.js";
import type { ReportFormat } from "./report-formats.js";
import type { Filling } from "./report-of.js";
import { reportOf } from "./report-of.js";
import type { ExitCode, Shell } from "./shell.js";
import { EXIT, exitFor } from "./shell.js";

export interface ValidateFlags {
  readonly env?: readonly string[];
  readonly set?: readonly string[];
  readonly only?: readonly string[];
  readonly format: ReportFormat;
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
  await printReport(shell, report, options.format, async () => {
    const { ruleBook } = await import("../rules/rule-book.js");
    return ruleBook(project.rules);
  });
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
