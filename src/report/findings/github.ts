import { SET_FILE } from "../../inventory/set.js";
import type { Finding } from "../../rules/finding.js";
import { visible, visibleLine } from "../../text/terminal.js";
import type { Report } from "./report.js";
import { inReadingOrder, whyWithHosts } from "./report.js";

const COMMAND: Readonly<Record<Finding["severity"], string>> = {
  error: "error",
  warning: "warning",
  info: "notice",
};

/**
 * Workflow commands that the GitHub runner turns into annotations, one a line. Waived findings are left out: they were
 * decided on, and an annotation on every pull request would be read once and never again; text, JSON and SARIF keep them.
 */
export const formatGithub = (report: Report): string =>
  inReadingOrder(report)
    .filter((finding) => finding.waived === null)
    .map((finding) => `${annotation(finding)}\n`)
    .join("");

const annotation = (finding: Finding): string => {
  const { rule, severity, environment, message, fix } = finding;
  const properties = {
    ...placeOf(finding),
    title: `${rule}${environment === "" ? "" : ` (${environment})`}`,
  };
  const list = Object.entries(properties).map(
    ([name, value]) => `${name}=${escapeProperty(visible(String(value)))}`,
  );
  const why = whyWithHosts(finding);
  const lines = [message, why, fix && `fix: ${fix}`].map(visibleLine).filter((line) => line !== "");
  return `::${COMMAND[severity]} ${list.join(",")}::${escapeData(lines.join("\n"))}`;
};

/** An override from the command line stands in no file of the repository. */
const placeOf = ({ at }: Finding): Readonly<Record<string, string | number>> =>
  at.file === SET_FILE ? {} : { file: at.file, line: at.line, col: at.column, endColumn: at.endColumn };

// The runner undoes exactly these (ActionCommand.cs, UnescapeData and UnescapeProperty).
const escapeData = (text: string): string =>
  text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");

const escapeProperty = (text: string): string =>
  escapeData(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
