import { Option } from "commander";
import { SEVERITIES } from "../../rules/finding.js";
import type { CheckFlags } from "../check-files.js";
import { REPORT_FORMATS } from "../report-formats.js";
import type { Register } from "../shell.js";
import { collect } from "../shell.js";

export const register: Register = (program, run) => {
  program
    .command("check")
    .description("check existing haproxy.cfg files, without an inventory")
    .argument("<files...>", "files and folders, as haproxy -f takes them: together one configuration")
    .option("--haproxy-version <version>", "HAProxy that reads them, such as 2.6 or 2.6.12")
    .option("--set <path=value>", "accepted, but ignored: there is no inventory", collect)
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
