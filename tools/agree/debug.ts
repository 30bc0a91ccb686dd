import { withSets } from "../../src/fixes/fixes.js";
import { settingsOf } from "../../src/fixes/settings.js";
import { answersAsMany, lay, newIn, remains } from "../../src/fixes/trial.js";
import { movesOf } from "../../src/moves/candidate.js";
import { stormForecasts } from "../../src/storm/storms.js";
import { judge, trying } from "./fixes.js";
import { randomFleet } from "./main.js";
export const main = ([seed, slug]: readonly string[]) => {
  const fleet = randomFleet(Number(seed));
  const before = judge(fleet);
  const failedOf = (f: typeof fleet) =>
    stormForecasts(f)
      .map(({ forecast }) => forecast.failed.toFixed(4))
      .join(" ");
  console.log("failed", failedOf(fleet), before.map((f) => `${f.severity} ${f.rule}`).join("; "));
  for (const finding of before.filter((f) => f.rule === slug)) {
    console.log("==", finding.message, "|", finding.fix, finding.hosts);
    for (const candidate of finding.candidates ?? []) {
      const sets = settingsOf(movesOf(fleet.node, candidate));
      const trial = lay(fleet, sets, trying);
      console.log("--", sets.join(" "));
      if (!trial) {
        console.log("   not laid");
        continue;
      }
      if (remains(trial.fleet, finding, trying)) {
        console.log(
          "   remains",
          judge(trial.fleet)
            .filter((f) => f.rule === slug)
            .map((f) => f.message)
            .join("; "),
          failedOf(trial.fleet),
        );
        continue;
      }
      for (const f of newIn(judge(trial.fleet), before, finding.severity))
        console.log("   new", f.severity, f.rule, f.message, "|", f.fix, f.candidates?.length);
      console.log("   answers", answersAsMany(fleet, trial.fleet), failedOf(trial.fleet));
    }
    console.log(">>", withSets(fleet, [finding], trying)[0]?.set);
  }
};
