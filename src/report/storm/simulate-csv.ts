import type { Estimate } from "../../simulate/figures/estimate.js";
import type { Prediction } from "../../simulate/figures/prediction.js";

/** A prediction, and the value that a sweep has set for it. */
export interface Row {
  readonly value: string | null;
  readonly prediction: Prediction;
}

const FIGURES: readonly (readonly [string, (prediction: Prediction) => Estimate])[] = [
  ["answered", ({ answered }) => answered],
  ["500", ({ status }) => status[500]],
  ["503", ({ status }) => status[503]],
  ["504", ({ status }) => status[504]],
  ["gone", ({ status }) => status.gone],
  ["p50_seconds", ({ wait }) => wait.p50],
  ["p90_seconds", ({ wait }) => wait.p90],
  ["p99_seconds", ({ wait }) => wait.p99],
  ["max_seconds", ({ wait }) => wait.max],
  ["down_events", ({ downEvents }) => downEvents],
  ["requests_made", ({ requestsMade }) => requestsMade],
];

/** One line for each prediction, with the mean of each figure and its interval. */
export const formatSimulateCsv = (rows: readonly Row[]): string => {
  const heading = FIGURES.flatMap(([name]) => [name, `${name}_low`, `${name}_high`]);
  const lines = rows.map(({ value, prediction }) => [
    prediction.environment,
    value ?? "",
    ...FIGURES.flatMap(([, figure]) => {
      const { mean, low, high } = figure(prediction);
      return [mean, low, high].map((number) => String(Number(number.toPrecision(6))));
    }),
  ]);
  return [["environment", "value", ...heading], ...lines]
    .map((cells) => `${cells.map(quoted).join(",")}\n`)
    .join("");
};

/** RFC 4180; what begins as a command to a build log is quoted as well, so that it does not. */
const quoted = (cell: string): string => {
  const shown = isFormula(cell) ? `'${cell}` : cell;
  return /[",\n\r]|^\s*:/.test(shown) ? `"${shown.replaceAll('"', '""')}"` : shown;
};

/** What a spreadsheet would compute rather than show; a number it may. */
const isFormula = (cell: string): boolean => /^[=+\-@\t\r＝＋－＠]/.test(cell) && Number.isNaN(Number(cell));
