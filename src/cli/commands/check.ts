import { Option } from "commander";
import { SEVERITIES } from "../../rules/finding.js";
import type { CheckFlags } from "../check-files.js";
import { REPORT_FORMATS } from "../report-formats.js";
import type { Register } from "../shell.js";

export const register: Register = (program, run) => {
  program
    .command("check")
    .description("find faults in a haproxy.cfg that HAProxy takes without a word; needs no inventory")
    .argument("<files...>", "the files of one HAProxy, in the order of its -f")
    .addOption(
      new Option("--format <format>", "format of the report").choices(REPORT_FORMATS).default("text"),
    )
    .addOption(
      new Option("--fail-on <severity>", "lowest severity that exits with 1")
        .choices(SEVERITIES)
        .default("error"),
    )
    .action(
      run(async (shell, files: string[], options: CheckFlags) => {
        const { checkFiles } = await import("../check-files.js");
        return checkFiles(shell, files, options);
      }),
    );
};
