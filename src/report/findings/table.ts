import { cellsOf, visibleLine, widthOf } from "../../text/terminal.js";
import type { Ink, Paint } from "../style.js";
import type { Report } from "./report.js";
import { environmentsOf, summarize } from "./report.js";

interface Column {
  readonly heading: string;
  /** How a figure that is not zero is painted. */
  readonly ink?: Ink;
  /** Goes first, the highest number before the others, where the table is wider than the terminal. */
  readonly spare: number;
}

const COLUMNS: readonly Column[] = [
  { heading: "rules", spare: 0 },
  { heading: "passed", spare: 3 },
  { heading: "failed", spare: 2 },
  { heading: "no data", spare: 1 },
  { heading: "errors", ink: "error", spare: 0 },
  { heading: "warnings", ink: "warning", spare: 0 },
  { heading: "info", spare: 0 },
  { heading: "waived", spare: 0 },
];

const GAP = "  ";
const MIN_NAME = "environment".length;

/** A line per environment: how many rules applied, passed, failed and lacked data, and what they found. */
export const environmentTable = (report: Report, paint: Paint, columns: number): readonly string[] => {
  const environments = environmentsOf(report);
  // Files that were checked without an inventory are of no environment.
  if (environments.every((name) => name === "")) return [];
  const rows = environments.map((name) => figuresOf(report, name));
  const widths = COLUMNS.map(({ heading }, index) =>
    Math.max(heading.length, ...rows.map((row) => (row[index] ?? "").length)),
  );
  const shown = fitting(widths, columns - MIN_NAME);
  const left = columns - shown.reduce((sum, index) => sum + GAP.length + (widths[index] ?? 0), 0);
  const names = environments.map((name) => shorten(visibleLine(name), Math.max(left, MIN_NAME)));
  const nameWidth = Math.max(MIN_NAME, ...names.map(widthOf));

  const heading = shown.map((index) => (COLUMNS[index]?.heading ?? "").padStart(widths[index] ?? 0));
  return [
    paint("quiet", ["environment".padEnd(nameWidth), ...heading].join(GAP)),
    ...rows.map((row, at) => {
      const name = names[at] ?? "";
      const figures = shown.map((index) =>
        paintFigure((row[index] ?? "").padStart(widths[index] ?? 0), COLUMNS[index]?.ink, paint),
      );
      return [name + " ".repeat(nameWidth - widthOf(name)), ...figures].join(GAP);
    }),
  ];
};

const figuresOf = (report: Report, environment: string): readonly string[] => {
  const tally = report.rules.find((rule) => rule.environment === environment);
  const { error, warning, info, waived } = summarize(
    report.findings.filter((finding) => finding.environment === environment),
  );
  // An inventory that could not be read had no rule applied to it.
  const rules = tally ? [tally.applied, tally.passed, tally.failed, tally.lacked] : ["-", "-", "-", "-"];
  return [...rules, error, warning, info, waived].map(String);
};

/** The indices of the columns that fit, in order; figures of findings always stay. */
const fitting = (widths: readonly number[], room: number): readonly number[] => {
  let shown = COLUMNS.map((_, index) => index);
  const width = () => shown.reduce((sum, index) => sum + GAP.length + (widths[index] ?? 0), 0);
  for (let spare = 3; spare > 0 && width() > room; spare--) {
    shown = shown.filter((index) => COLUMNS[index]?.spare !== spare);
  }
  return shown;
};

const paintFigure = (figure: string, ink: Ink | undefined, paint: Paint): string => {
  if (/^ *[0-]$/.test(figure)) return paint("quiet", figure);
  return ink ? paint(ink, figure) : figure;
};

const shorten = (name: string, width: number): string => {
  if (widthOf(name) <= width) return name;
  let kept = "";
  let used = 0;
  for (const cell of cellsOf(name)) {
    used += cell.width;
    if (used > width - 1) break;
    kept += cell.text;
  }
  return `${kept}…`;
};
