import type { Severity } from "../rules/finding.js";
import { ruleBook } from "../rules/rule-book.js";
import { checkOnly, checkToday } from "./check-options.js";
import { loadSelected } from "./environments.js";
import { printReport } from "./print-report.js";
import type { ReportFormat } from "./report-formats.js";
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
  const report = reportOf(project, loaded, today, only);
  await printReport(shell, report, options.format, () => ruleBook(project.rules));
  return loaded.some((environment) => !environment.ok)
    ? EXIT.failure
    : exitFor(report.findings, options.failOn);
};
