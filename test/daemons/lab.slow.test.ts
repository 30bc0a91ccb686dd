import { expect, it } from "vitest";
import { measuredFigures, predictedFigures, predictionOf } from "../../tools/lab/compare.js";
import { measure } from "../../tools/lab/measure.js";
import { readScenario } from "../../tools/lab/scenario.js";
import { describeWith } from "./requires.js";

/** A machine that runs other tests meanwhile is not a quiet one. */
const WITHIN = { failed: 0.06, p50: 0.25 };

describeWith(
  ["haproxy", "apache2", "mod_wsgi", "python3"],
  "a storm on six proxies and eight Apaches",
  () => {
    it("ends as the simulator predicts: with maxconn alone, requests give up in HAProxy's queue", async () => {
      const scenario = readScenario("only-maxconn");
      const measured = measuredFigures([await measure(scenario, 0)]);
      const predicted = predictedFigures(predictionOf(scenario, 1));
      expect([...measured.outcomes.keys()].sort()).toEqual(["200 --", "503 sQ"]);
      expect(Math.abs(predicted.failed - measured.failed)).toBeLessThan(WITHIN.failed);
      expect(Math.abs(predicted.p50 / measured.p50 - 1)).toBeLessThan(WITHIN.p50);
    });
  },
);
