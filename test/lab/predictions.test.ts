import { describe, expect, it } from "vitest";
import { builtIn } from "../../src/api/built-in.js";
import type { Plan } from "../../src/simulate/plan/plan.js";
import { prepare } from "../../src/simulate/simulate.js";
import { measuredFigures, predictedFigures, predictionOf } from "../../tools/lab/compare.js";
import { plannedRequests, workOf } from "../../tools/lab/load.js";
import { readRecord } from "../../tools/lab/record.js";
import type { Scenario } from "../../tools/lab/scenario.js";
import { fleetOf, readScenario, scenarioNames } from "../../tools/lab/scenario.js";

const keptOf = (name: string) => {
  const kept = readRecord(name);
  if (kept === undefined) throw new Error(`nothing is kept of ${name}: npm run lab -- ${name}`);
  return kept;
};

const planOf = (scenario: Scenario): Plan => {
  const prepared = prepare(fleetOf(scenario), { seed: scenario.seed }, builtIn.runtimes);
  if (!prepared.ok) throw new Error(prepared.reason);
  return prepared.plan;
};

const scenarios = scenarioNames().map(readScenario);

describe("what is kept of real storms", () => {
  it.each(scenarios)(
    "of $name was measured twice, on the configuration that its scenario says",
    (scenario) => {
      const { inventory, set, servers, seed, runs } = keptOf(scenario.name);
      expect({ inventory, set, servers, seed }).toEqual({
        inventory: scenario.inventory,
        set: scenario.set,
        servers: scenario.servers,
        seed: scenario.seed,
      });
      expect(runs.map(({ run }) => run)).toEqual([0, 1]);
      for (const { outcomes } of runs) {
        const ended = Object.values(outcomes).reduce((sum, count) => sum + count, 0);
        expect(ended).toBe(planOf(scenario).storm.requests);
      }
    },
  );

  it.each(scenarios)("of $name had the very requests that the simulator draws", (scenario) => {
    const { seed, runs } = keptOf(scenario.name);
    expect(runs.map(({ work }) => work)).toEqual(
      runs.map(({ run }) => workOf(plannedRequests(planOf(scenario), seed, run))),
    );
  });
});

describe("the simulator, on the storms that were measured on real daemons", () => {
  it.each(scenarios)("predicts $name", (scenario) => {
    const { runs } = keptOf(scenario.name);
    const measured = measuredFigures(runs);
    const predicted = predictedFigures(predictionOf(scenario, runs.length));
    const { failed, p50, p99, down } = scenario.within;
    expect(Math.abs(predicted.failed - measured.failed), "share of 503").toBeLessThanOrEqual(failed);
    expect(Math.abs(predicted.p50 / measured.p50 - 1), "p50").toBeLessThanOrEqual(p50);
    expect(Math.abs(predicted.p99 / measured.p99 - 1), "p99").toBeLessThanOrEqual(p99);
    expect(Math.abs(predicted.down - measured.down), "times DOWN").toBeLessThanOrEqual(down);
  });
});

describe("the stub in place of Apache", () => {
  it.each(["whole-patch", "only-maxconn"])("was to %s what Apache with mod_wsgi was", (name) => {
    const apache = measuredFigures(keptOf(name).runs);
    const stub = measuredFigures(keptOf(`${name}-stub`).runs);
    expect([...stub.outcomes.keys()].sort()).toEqual([...apache.outcomes.keys()].sort());
    expect(Math.abs(stub.failed - apache.failed)).toBeLessThan(0.02);
    expect(Math.abs(stub.p50 / apache.p50 - 1)).toBeLessThan(0.1);
    expect(Math.abs(stub.p99 / apache.p99 - 1)).toBeLessThan(0.1);
  });
});
