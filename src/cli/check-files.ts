import { resolve } from "node:path";
import { CFG_RULES } from "../cfg-rules/all.js";
import { checkConfiguration } from "../cfg-rules/check.js";
import { readConfiguration } from "../cfg-rules/configuration.js";
import { whyNotCfg } from "../cfg-rules/not-a-cfg.js";
import { readText } from "../disk/read-text.js";
import type { Severity } from "../rules/finding.js";
import { Failure } from "../text/failure.js";
import { printReport } from "./print-report.js";
import type { ReportFormat } from "./report-formats.js";
import type { ExitCode, Shell } from "./shell.js";
import { exitFor } from "./shell.js";

export interface CheckFlags {
  readonly format: ReportFormat;
  readonly failOn: Severity;
}

/** Evaluates what a haproxy.cfg alone can break, on files that one HAProxy reads in this order. */
export const checkFiles = async (
  shell: Shell,
  names: readonly string[],
  { format, failOn }: CheckFlags,
): Promise<ExitCode> => {
  const files = names.map((name) => readCfgFile(shell, name));
  const findings = checkConfiguration(readConfiguration(files));
  const broken = new Set(findings.map(({ rule }) => rule));
  const applied = CFG_RULES.length;
  const report = {
    environments: [""],
    findings,
    sources: new Map(files.map(({ name, text }) => [name, text])),
    rules: [{ environment: "", applied, passed: applied - broken.size, failed: broken.size, lacked: 0 }],
  };
  await printReport(shell, report, format, () => CFG_RULES);
  return exitFor(findings, failOn);
};

const readCfgFile = (shell: Shell, name: string) => {
  const read = readText(resolve(shell.options.C, name));
  if (!read.ok) throw new Failure(`can't read ${name}: ${read.reason}`);
  const why = whyNotCfg(read.text);
  if (why !== undefined) throw new Failure(`${name} is no haproxy.cfg: ${why}`);
  return { name, text: read.text };
};
