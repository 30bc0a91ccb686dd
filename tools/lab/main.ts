import { comparisonTable, measuredFigures, predictedFigures, predictionOf } from "./compare.js";
import { measure } from "./measure.js";
import { untilQuiet } from "./quiet.js";
import { keepRecord, readRecord } from "./record.js";
import { readScenario, scenarioNames } from "./scenario.js";

/** Each scenario is measured so often: what two storms differ by is chance. */
const RUNS = 2;

const USAGE = `npm run lab -- SCENARIO...             measure on real daemons, and keep what was measured
npm run lab -- --all                   measure every scenario
npm run lab -- --compare [SCENARIO...] what the simulator predicts beside what is kept
`;

/** The lab's command line; its exit code. */
export const main = async (args: readonly string[]): Promise<number> => {
  // So that the daemons are ended on the way out.
  for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => process.exit(130));
  const names = args.filter((arg) => !arg.startsWith("--"));
  if (args.includes("--compare")) compare(names.length > 0 ? names : scenarioNames());
  else if (args.includes("--all")) await measureAll(scenarioNames());
  else if (names.length > 0) await measureAll(names);
  else {
    console.error(`${USAGE}scenarios: ${scenarioNames().join(", ")}`);
    return 2;
  }
  return 0;
};

const measureAll = async (names: readonly string[]): Promise<void> => {
  for (const name of names) {
    const scenario = readScenario(name);
    const runs = [];
    for (let run = 0; run < RUNS; run++) {
      const machine = await untilQuiet();
      const measured = { ...(await measure(scenario, run)), machine };
      console.log(
        `${name} ${run + 1}/${RUNS}: ${JSON.stringify(measured.outcomes)} in ${measured.duration} s, busy ${measured.busy}, late ${measured.late} ms`,
      );
      runs.push(measured);
    }
    keepRecord(scenario, runs);
    compare([name]);
  }
};

const compare = (names: readonly string[]): void => {
  const rows = names.flatMap((name) => {
    const record = readRecord(name);
    if (record === undefined) return [];
    const predicted = predictedFigures(predictionOf(readScenario(name), record.runs.length));
    return [{ name, predicted, measured: measuredFigures(record.runs) }];
  });
  console.log(comparisonTable(rows));
};
