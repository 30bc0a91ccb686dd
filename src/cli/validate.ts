import { Option } from "commander";
import type { Severity } from "../checks/finding.js";
import { SEVERITIES } from "../checks/finding.js";
import type { Register } from "./shell.js";
import { collect, EXIT, exitFor } from "./shell.js";

const FORMATS = ["text", "json", "sarif", "github", "gitlab"] as const;

interface Options {
  readonly env?: readonly string[];
  readonly set?: readonly string[];
  readonly only?: readonly string[];
  readonly format: (typeof FORMATS)[number];
  readonly failOn: Severity;
  readonly today?: string;
}

export const register: Register = (program, run) => {
  program
    .command("validate")
    .description("hold environments against every rule")
    .argument("[files...]", "inventory files; without files and --env, every environment")
    .option("--env <name>", "environment or glob (repeatable)", collect)
    .option("--set <path=value>", "override a value for this run (repeatable)", collect)
    .option("--only <slug>", "run this rule only (repeatable)", collect)
    .addOption(new Option("--format <format>", "form of the report").choices(FORMATS).default("text"))
    .addOption(
      new Option("--fail-on <severity>", "least severity that exits with 1")
        .choices(SEVERITIES)
        .default("error"),
    )
    .option("--today <date>", "day on which waivers are looked at, as YYYY-MM-DD (default: today)")
    .action(
      run(async (shell, files: string[], options: Options) => {
        const { loadSelected } = await import("./environments.js");
        const { reportOf } = await import("./report-of.js");
        const { formatReport } = await import("./format-report.js");
        const { checkToday, checkOnly } = await import("./check-options.js");
        const project = await shell.project();
        const today = checkToday(options.today) ?? shell.today();
        const only = checkOnly(project, options.only ?? []);
        const loaded = loadSelected(project, options.env ?? [], files, options.set ?? []);
        const report = reportOf(project, loaded, today, only);
        shell.print(
          formatReport(report, options.format, project, {
            color: shell.color("stdout"),
            columns: shell.columns,
          }),
        );
        return loaded.some((environment) => !environment.ok)
          ? EXIT.failure
          : exitFor(report.findings, options.failOn);
      }),
    );
};
