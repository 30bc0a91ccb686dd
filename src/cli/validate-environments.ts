import type { Severity } from "../rules/finding.js";
import { checkOnly, checkToday } from "./check-options.js";
import { loadSelected } from "./environments.js";
import { formatReport } from "./format-report.js";
import { reportOf } from "./report-of.js";
import type { ExitCode, Shell } from "./shell.js";
import { EXIT, exitFor } from "./shell.js";

export interface ValidateOptions {
  readonly env?: readonly string[];
  readonly set?: readonly string[];
  readonly only?: readonly string[];
  readonly format: "text" | "json" | "sarif" | "github" | "gitlab";
  readonly failOn: Severity;
  readonly today?: string;
  readonly watch?: boolean;
}

/** Holds the environments asked for, or all of them, against every rule, and prints the report. */
export const validateEnvironments = async (
  shell: Shell,
  files: readonly string[],
  options: ValidateOptions,
): Promise<ExitCode> => {
  const project = await shell.project();
  const today = checkToday(options.today) ?? shell.today();
  const only = checkOnly(project, options.only ?? []);
  const loaded = loadSelected(project, options.env ?? [], files, options.set ?? []);
  const report = reportOf(project, loaded, today, only);
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
