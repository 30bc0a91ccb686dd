import type { Accepted, Finding } from "../../rules/finding.js";
import { disarmLines, visible, visibleLine, widthOf } from "../../text/terminal.js";
import { wrap } from "../../text/wrap.js";
import { formatPlace } from "../../yaml/place.js";
import type { Ink, Paint } from "../style.js";
import { painter } from "../style.js";
import { excerpt } from "./excerpt.js";
import type { Report } from "./report.js";
import { inReadingOrder, whyWithHosts } from "./report.js";
import { environmentTable } from "./table.js";
import { verdicts } from "./verdict.js";

export interface TextOptions {
  readonly color: boolean;
  /** Terminal columns to keep within; prose needs 40 at least. */
  readonly columns: number;
}

interface Page {
  readonly paint: Paint;
  readonly columns: number;
  readonly lineOf: (finding: Finding) => string | undefined;
}

/** Where everything below a finding's first line begins: labels are 6 wide, and stand 2 in. */
const HANG = 8;
const GUTTER = 7;

/** The report as a person reads it: findings, the worst first, a table of the environments, and a verdict. */
export const formatText = (report: Report, { color, columns }: TextOptions): string => {
  const page: Page = {
    paint: painter(color),
    columns: Math.max(columns, 40),
    lineOf: lineFinder(report.sources),
  };
  const blocks = inReadingOrder(report).map((finding) =>
    (finding.waived ? waivedBlock(finding, finding.waived, page) : openBlock(finding, page)).join("\n"),
  );
  const table = environmentTable(report, page.paint, page.columns).join("\n");
  const parts = [...blocks, table, verdictLines(report, page).join("\n")].filter((part) => part !== "");
  return disarmLines(`${parts.join("\n\n")}\n`);
};

const openBlock = (finding: Finding, page: Page): readonly string[] => [
  ...headline(finding.severity, finding, page),
  placeLine(finding),
  ...sourceLines(finding, page),
  ...part("why", whyWithHosts(finding), page),
  ...part("fix", finding.fix, page),
];

/** A waived finding was decided on: its place, its reason and its last day are enough. */
const waivedBlock = (finding: Finding, { reason, until }: Accepted, page: Page): readonly string[] => [
  ...headline("waived", finding, page),
  placeLine(finding),
  ...part("until", `${until}: ${reason}`, page),
];

const headline = (ink: Ink, finding: Finding, { paint, columns }: Page): readonly string[] => {
  const rule = visibleLine(finding.rule);
  const environment = visibleLine(finding.environment);
  const message = visibleLine(finding.message);
  const [first = "", ...others] = wrap(
    environment === "" ? message : `${environment}: ${message}`,
    columns - ink.length - widthOf(rule) - 3,
    columns - HANG,
  );
  const strong = (text: string) => (ink === "waived" ? text : paint("strong", text));
  return [
    `${paint(ink, ink)} ${paint(ink, rule)}${first === "" ? "" : `  ${strong(first)}`}`,
    ...others.map((line) => " ".repeat(HANG) + strong(line)),
  ];
};

const placeLine = ({ at }: Finding): string => `  ${visible(formatPlace(at))}`;

const sourceLines = (finding: Finding, { paint, columns, lineOf }: Page): readonly string[] => {
  const line = lineOf(finding);
  if (line === undefined || line.trim() === "") return [];
  const number = String(finding.at.line).padStart(GUTTER);
  const { code, carets } = excerpt(line, finding.at, columns - number.length - 3);
  return [
    `${paint("quiet", `${number} |`)} ${code}`,
    `${paint("quiet", `${" ".repeat(number.length)} |`)} ${paintCarets(carets, finding, paint)}`,
  ];
};

const paintCarets = (carets: string, finding: Finding, paint: Paint): string => {
  const space = carets.length - carets.trimStart().length;
  return carets.slice(0, space) + paint(finding.severity, carets.slice(space));
};

const part = (label: string, text: string, { paint, columns }: Page): readonly string[] =>
  labelled(label, visibleLine(text), { paint, columns, hang: HANG });

const lineFinder = (sources: ReadonlyMap<string, string>): Page["lineOf"] => {
  const split = new Map<string, readonly string[]>();
  return ({ at }) => {
    let lines = split.get(at.file);
    if (lines === undefined) {
      // Columns count from behind a byte order mark, as the reader of inventories does.
      lines =
        sources
          .get(at.file)
          ?.replace(/^\ufeff/, "")
          .split("\n") ?? [];
      split.set(at.file, lines);
    }
    return lines[at.line - 1]?.replace(/\r$/, "");
  };
};

/** The verdicts on one line where they fit, else each on its own. */
const verdictLines = (report: Report, { paint, columns }: Page): readonly string[] => {
  const all = verdicts(report);
  const painted = all.map(({ text, ink }) => paint(ink, text));
  return widthOf(all.map(({ text }) => text).join("; ")) <= columns ? [painted.join("; ")] : painted;
};

interface Hanging {
  readonly paint: Paint;
  readonly columns: number;
  /** Where the text begins; its label stands two in. */
  readonly hang: number;
}

/** Prose behind its label, wrapped to hang beside it; nothing where there is none. */
export const labelled = (label: string, text: string, { paint, columns, hang }: Hanging): readonly string[] =>
  wrap(text, columns - hang, columns - hang).map((line, index) =>
    index === 0 ? `  ${paint("quiet", label.padEnd(hang - 2))}${line}` : " ".repeat(hang) + line,
  );
