import type { TextOptions } from "../report/findings/text.js";
import { formatStormHtml } from "../report/html/storm/storm-page.js";
import type { Row } from "../report/storm/simulate-csv.js";
import { formatSimulateCsv } from "../report/storm/simulate-csv.js";
import { differenceToJson, predictionToJson } from "../report/storm/simulate-json.js";
import { formatComparison, formatSweep } from "../report/storm/simulate-table.js";
import { formatPrediction } from "../report/storm/simulate-text.js";
import type { Case } from "../simulate/case.js";
import type { StormDifference } from "../simulate/figures/difference.js";
import { differenceOf } from "../simulate/figures/difference.js";
import type { Prediction } from "../simulate/figures/prediction.js";
import { predict } from "../simulate/figures/prediction.js";
import { jsonText } from "../text/json-text.js";
import { VERSION } from "../text/version.js";

export type SimulationFormat = "text" | "json" | "csv" | "html";

interface Form {
  /** Whether two environments are to be compared. */
  readonly compared: boolean;
  /** What a sweep has set. */
  readonly path: string | undefined;
  readonly text: TextOptions;
}

/** What was simulated, in one of the formats of simulate. */
export const formatSimulation = (cases: readonly Case[], format: SimulationFormat, form: Form): string => {
  const rows = cases.map((one) => ({ value: one.value, prediction: predict(one.subject, one) }));
  if (format === "csv") return formatSimulateCsv(rows);
  if (format === "html") return toHtml(rows);
  const pair = form.compared ? comparedPair(cases, rows) : undefined;
  if (format === "json") return jsonText(toJson(rows, pair));
  if (rows.some(({ value }) => value !== null)) return formatSweep(form.path ?? "swept", rows, form.text);
  const pages = rows.map(({ prediction }) => formatPrediction(prediction, form.text));
  if (pair) pages.push(formatComparison(pair.first, pair.second, pair.difference, form.text));
  return pages.join("\n");
};

interface Compared {
  readonly first: Prediction;
  readonly second: Prediction;
  readonly difference: StormDifference;
}

const comparedPair = (cases: readonly Case[], rows: readonly Row[]): Compared | undefined => {
  const [first, second, third] = cases;
  const [before, after] = rows;
  if (!first || !second || third || !before || !after || first.value !== null) return undefined;
  return {
    first: before.prediction,
    second: after.prediction,
    difference: differenceOf(first, second),
  };
};

const toHtml = (rows: readonly Row[]): string => {
  const sides = rows.map(({ value, prediction }) => ({
    name: value === null ? prediction.environment : `${prediction.environment}, ${value}`,
    prediction,
  }));
  const names = [...new Set(rows.map(({ prediction }) => prediction.environment))];
  return formatStormHtml(sides, { title: `mmconf simulate: ${names.join(" and ")}`, version: VERSION });
};

const toJson = (rows: readonly Row[], pair: Compared | undefined): unknown => {
  const predictions = rows.map(({ value, prediction }) =>
    value === null ? predictionToJson(prediction) : { value, ...predictionToJson(prediction) },
  );
  if (pair) return { environments: predictions, difference: differenceToJson(pair.difference) };
  return predictions.length === 1 && rows[0]?.value === null ? predictions[0] : { environments: predictions };
};
