import { builtIn } from "../../src/api/built-in.js";
import { stationKinds } from "../../src/api/stations.js";
import type { Prediction } from "../../src/simulate/figures/prediction.js";
import { predict } from "../../src/simulate/figures/prediction.js";
import { Gathered, runOnce } from "../../src/simulate/figures/ran.js";
import { prepare } from "../../src/simulate/simulate.js";
import type { Measured } from "./record.js";
import type { Scenario } from "./scenario.js";
import { fleetOf } from "./scenario.js";

/** The figures that a prediction and a measurement have in common; shares of all requests, waits in seconds. */
export interface Figures {
  readonly outcomes: ReadonlyMap<string, number>;
  /** Share of the requests with status 503. */
  readonly failed: number;
  readonly down: number;
  readonly p50: number;
  readonly p90: number;
  readonly p99: number;
  readonly max: number;
}

/** Where in its interval a storm finds each health check, nobody can say: each storm is simulated with so many. */
const VARIATIONS = 10;

/** What the simulator says of the first so many storms of a scenario: those that are measured, request by request. */
export const predictionOf = (scenario: Scenario, runs: number): Prediction => {
  const { seed } = scenario;
  const prepared = prepare(fleetOf(scenario), { seed }, builtIn.runtimes);
  if (!prepared.ok) throw new Error(prepared.reason);
  const { plan, subject } = prepared;
  const gathered = new Gathered(plan);
  for (let number = 0; number < runs * VARIATIONS; number++)
    gathered.add(
      runOnce(
        { plan, seed, run: Math.floor(number / VARIATIONS), variation: number % VARIATIONS },
        stationKinds,
      ),
    );
  return predict(subject, gathered);
};

export const predictedFigures = ({ outcomes, status, downEvents, wait }: Prediction): Figures => ({
  outcomes: new Map(outcomes.map(({ status: is, flags, share }) => [`${is} ${flags}`, share.mean])),
  failed: status[503].mean,
  down: downEvents.mean,
  p50: wait.p50.mean,
  p90: wait.p90.mean,
  p99: wait.p99.mean,
  max: wait.max.mean,
});

/** The mean of all measurements. */
export const measuredFigures = (runs: readonly Measured[]): Figures => {
  const mean = (figure: (run: Measured) => number) =>
    runs.reduce((sum, run) => sum + figure(run), 0) / runs.length;
  const names = [...new Set(runs.flatMap(({ outcomes }) => Object.keys(outcomes)))];
  const share = (belongs: (name: string) => boolean) =>
    mean(({ outcomes }) => {
      const counts = Object.entries(outcomes);
      return sum(counts.filter(([name]) => belongs(name))) / sum(counts);
    });
  return {
    outcomes: new Map(names.map((name) => [name, share((other) => other === name)])),
    failed: share((name) => name.startsWith("503 ")),
    down: mean(({ down }) => sum(Object.entries(down))),
    p50: mean(({ wait }) => wait.p50),
    p90: mean(({ wait }) => wait.p90),
    p99: mean(({ wait }) => wait.p99),
    max: mean(({ wait }) => wait.max),
  };
};

const sum = (counts: readonly (readonly [string, number])[]): number =>
  counts.reduce((total, [, count]) => total + count, 0);

const HEAD = ["scenario", "", "503 %", "DOWN", "p50 s", "p90 s", "p99 s", "max s", "how requests ended, %"];

/** Predicted above measured, for each scenario. */
export const comparisonTable = (
  rows: readonly { readonly name: string; readonly predicted: Figures; readonly measured: Figures }[],
): string => {
  const lines = rows.flatMap(({ name, predicted, measured }) => [
    [name, "predicted", ...cells(predicted)],
    ["", "measured", ...cells(measured)],
  ]);
  const all = [HEAD, ...lines];
  const widths = HEAD.map((_, column) => Math.max(...all.map((line) => line[column]?.length ?? 0)));
  return all
    .map((line) =>
      line
        .map((cell, column) => padded(cell, widths[column] ?? 0, column))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
};

/** Words to the left, figures to the right. */
const padded = (cell: string, width: number, column: number): string =>
  column < 2 || column === HEAD.length - 1 ? cell.padEnd(width) : cell.padStart(width);

const cells = ({ outcomes, failed, down, p50, p90, p99, max }: Figures): readonly string[] => [
  percent(failed),
  down.toFixed(1),
  ...[p50, p90, p99, max].map((seconds) => seconds.toFixed(2)),
  [...outcomes]
    .sort(([, a], [, b]) => b - a)
    .map(([name, share]) => `${name} ${percent(share)}`)
    .join(", "),
];

const percent = (share: number): string => (share * 100).toFixed(1);
