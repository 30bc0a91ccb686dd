import type { StormDifference } from "../../simulate/figures/difference.js";
import type { Estimate } from "../../simulate/figures/estimate.js";
import type { Prediction } from "../../simulate/figures/prediction.js";
import { visibleLine } from "../../text/terminal.js";
import type { TextOptions } from "../findings/text.js";
import { painter } from "../style.js";
import type { Row } from "./simulate-csv.js";
import { amount, seconds, share, withInterval } from "./simulate-figure.js";

const FIGURES: readonly (readonly [
  string,
  (prediction: Prediction) => Estimate,
  (value: number) => string,
])[] = [
  ["answered", ({ answered }) => answered, share],
  ["500", ({ status }) => status[500], share],
  ["503", ({ status }) => status[503], share],
  ["504", ({ status }) => status[504], share],
  ["gone", ({ status }) => status.gone, share],
  ["p50", ({ wait }) => wait.p50, seconds],
  ["p99", ({ wait }) => wait.p99, seconds],
  ["DOWN", ({ downEvents }) => downEvents, amount],
];

/** A sweep as a person reads it: a line for each value. */
export const formatSweep = (path: string, rows: readonly Row[], { color }: TextOptions): string => {
  const paint = painter(color);
  const cells = rows.map(({ value, prediction }) => [
    `${visibleLine(prediction.environment)} ${value ?? ""}`,
    ...FIGURES.map(([, figure, show]) => show(figure(prediction).mean)),
  ]);
  const headings = ["", ...FIGURES.map(([name]) => name)];
  const [heading = "", ...lines] = aligned([headings, ...cells]);
  return `${paint("strong", visibleLine(path))}\n${paint("quiet", heading)}\n${lines.join("\n")}\n`;
};

/** Two environments under the same requests, and the difference. */
export const formatComparison = (
  first: Prediction,
  second: Prediction,
  difference: StormDifference,
  { color }: TextOptions,
): string => {
  const paint = painter(color);
  const points = (value: number) => share(value).replace(" %", " points");
  const rows = [
    [
      "answered",
      share(first.answered.mean),
      share(second.answered.mean),
      signed(difference.answered, points),
    ],
    [
      "500",
      share(first.status[500].mean),
      share(second.status[500].mean),
      signed(difference.failed500, points),
    ],
    [
      "503",
      share(first.status[503].mean),
      share(second.status[503].mean),
      signed(difference.failed503, points),
    ],
    [
      "504",
      share(first.status[504].mean),
      share(second.status[504].mean),
      signed(difference.failed504, points),
    ],
    ["p50", seconds(first.wait.p50.mean), seconds(second.wait.p50.mean), signed(difference.p50, seconds)],
    ["p99", seconds(first.wait.p99.mean), seconds(second.wait.p99.mean), signed(difference.p99, seconds)],
    [
      "DOWN",
      amount(first.downEvents.mean),
      amount(second.downEvents.mean),
      signed(difference.downEvents, amount),
    ],
  ];
  const names = ["", visibleLine(first.environment), visibleLine(second.environment), "difference"];
  const [heading = "", ...lines] = aligned([names, ...rows]);
  return `${paint("quiet", heading)}\n${lines.join("\n")}\n`;
};

/** `-12.3 points (-13 to -11.6)`; a difference that is not significant says so. */
const signed = (figure: Estimate, show: (value: number) => string): string => {
  const sign = (value: number) => (value > 0 ? `+${show(value)}` : show(value));
  if (figure.mean === 0 && figure.low === figure.high) return "none";
  const text = withInterval(figure, sign);
  return figure.low < 0 && figure.high > 0 ? `${text}, not significant` : text;
};

/** Columns side by side: the first and the last to the left, the others to the right. */
const aligned = (rows: readonly (readonly string[])[]): readonly string[] => {
  const count = rows[0]?.length ?? 0;
  const widths = Array.from({ length: count }, (_, at) =>
    Math.max(...rows.map((row) => (row[at] ?? "").length)),
  );
  return rows.map((row) =>
    row
      .map((cell, at) => (at === 0 ? `  ${cell.padEnd(widths[at] ?? 0)}` : cell.padStart(widths[at] ?? 0)))
      .join("  ")
      .trimEnd(),
  );
};
