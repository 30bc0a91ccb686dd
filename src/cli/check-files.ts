import { readCfgTexts } from "../disk/read-cfg.js";
import { readConfiguration } from "../haproxy/cfg/configuration.js";
import { whyForeign } from "../haproxy/cfg/foreign.js";
import type { HaproxyVersion } from "../haproxy/version.js";
import { formatVersion, isKnownVersion, NEWEST_RELEASED, readVersion } from "../haproxy/version.js";
import { cfgRules } from "../rules/cfg/all.js";
import { checkCfg } from "../rules/cfg/check.js";
import type { Severity } from "../rules/finding.js";
import { Failure } from "../text/failure.js";
import { printReport } from "./format-report.js";
import type { ReportFormat } from "./report-formats.js";
import type { ExitCode, Shell } from "./shell.js";
import { exitFor } from "./shell.js";

export interface CheckFlags {
  readonly haproxyVersion?: string;
  readonly format: ReportFormat;
  readonly failOn: Severity;
}

/** Checks what a HAProxy is started with, and prints the report. */
export const checkFiles = async (
  shell: Shell,
  files: readonly string[],
  options: CheckFlags,
): Promise<ExitCode> => {
  const version = versionOf(shell, options.haproxyVersion);
  const texts = readCfgTexts(files);
  const configuration = readConfiguration(texts, version);
  for (const file of configuration.files) {
    const reason = whyForeign(file);
    if (reason !== undefined) throw new Failure(`can't check ${file.name}: ${reason}`);
  }
  const { findings, tally } = checkCfg(configuration);
  const report = {
    environments: [tally.environment],
    findings,
    sources: new Map(texts.map(({ name, text }) => [name, text])),
    rules: [tally],
  };
  await printReport(shell, report, options.format, async () => cfgRules);
  return exitFor(findings, options.failOn);
};

const versionOf = (shell: Shell, given: string | undefined): HaproxyVersion => {
  if (given === undefined) {
    shell.say(`read as HAProxy ${formatVersion(NEWEST_RELEASED)} does: --haproxy-version names another`);
    return NEWEST_RELEASED;
  }
  const version = readVersion(given);
  if (version === undefined || !isKnownVersion(version))
    throw new Failure(`--haproxy-version ${given} is no HAProxy that mmconf knows: write 2.6 or 2.6.12`);
  return version;
};
