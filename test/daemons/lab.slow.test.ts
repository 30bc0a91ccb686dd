import { expect, it } from "vitest";
import { measuredFigures, predictedFigures, predictionOf } from "../../tools/lab/compare.js";
import { measure } from "../../tools/lab/measure.js";
import { readScenario } from "../../tools/lab/scenario.js";
import { describeWith } from "./requires.js";

describeWith(
  ["haproxy", "apache2", "mod_wsgi", "python3"],
  "a storm on six proxies and eight Apaches",
  () => {
    // How many, and when, is for a machine that does nothing else: npm run lab.
    it("ends in the ways that the simulator predicts: with maxconn alone, requests give up in HAProxy's queue", async () => {
      const scenario = readScenario("only-maxconn");
      const measured = measuredFigures([await measure(scenario, 0)]);
      const predicted = predictedFigures(predictionOf(scenario, 1));
      expect([...measured.outcomes.keys()].sort()).toEqual(["200 --", "503 sQ"]);
      expect([...predicted.outcomes.keys()].sort()).toEqual(["200 --", "503 sQ"]);
    });
  },
);
