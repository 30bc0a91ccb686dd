import { describe, expect, it } from "vitest";
import { allRules, builtIn } from "../../src/api/built-in.js";
import { resolveFleet } from "../../src/fleet/resolve.js";
import { limitFor, shareOver } from "../../src/fleet/service-time.js";
import { formatPrediction } from "../../src/report/storm/simulate-text.js";
import { arrivalsOf } from "../../src/simulate/world/arrivals.js";
import { serviceTimes } from "../../src/simulate/world/service-time.js";
import { streamsOf } from "../../src/simulate/world/streams.js";
import { ends, fleetWith, predictWith } from "./small-tier.js";

const named = (storm: string): string => `storms: { storm: null, own: { ${storm} } }`;
const FIXED = "service_time: { mean: 1s, distribution: fixed }";
const stormOf = (storm: string, files: Readonly<Record<string, string>>) => {
  const [found] = fleetWith(named(storm), [], files).storms;
  if (found === undefined) throw new Error("there is no storm");
  return found;
};

describe("a storm's own arrival list", () => {
  it("is when its requests come, in every run", () => {
    const storm = stormOf(`arrivals: { file: a.csv }, ${FIXED}`, { "a.csv": "7\n4.5,2\n10\n" });
    for (const run of [0, 1]) {
      const arrivals = arrivalsOf(storm, streamsOf(1, run).arrivals);
      expect(Array.from({ length: 5 }, () => arrivals.next())).toEqual([
        0,
        0,
        2500,
        5500,
        Number.POSITIVE_INFINITY,
      ]);
    }
  });

  it("decides what waits: one a second never does, the same at once all do", () => {
    const waits = (list: string) =>
      predictWith(named(`arrivals: { file: a.csv }, ${FIXED}`), { files: { "a.csv": list } });
    const apart = waits("0\n1\n2\n3\n");
    const together = waits("0,4\n");
    expect([apart.requests, ends(apart)]).toEqual([4, { "200 --": 4 }]);
    expect(apart.wait.max.mean).toBeCloseTo(1, 6);
    expect(together.wait.max.mean).toBeCloseTo(4, 6);
  });
});

describe("a spike", () => {
  it("comes all at once", () => {
    const prediction = predictWith(named(`requests: 10, arrivals: spike, ${FIXED}`));
    const { wait, overSeconds } = prediction;
    expect(overSeconds).toBe(0);
    expect(formatPrediction(prediction, { color: false, columns: 100 })).toMatch(
      /10 requests at once; 1 run/,
    );
    expect([wait.p50.mean, wait.max.mean]).toEqual([expect.closeTo(5, 1), expect.closeTo(10, 6)]);
  });

  it("is an inventory that every check has figures for", () => {
    const fleet = fleetWith(named(`requests: 1000, arrivals: spike, ${FIXED}`));
    for (const check of allRules) {
      for (const verdict of check.run(fleet)) {
        if (verdict.kind === "fault") expect(JSON.stringify(verdict)).not.toMatch(/NaN|Infinity|null/);
      }
    }
  });
});

describe("service times that were measured", () => {
  const storm = stormOf("requests: 10, over: 1s, service_time: { file: t.csv }", {
    "t.csv": "0.5,90\n8,9\n60\n",
  });

  it("are drawn as often as they were measured", () => {
    const draw = serviceTimes(storm.service_time);
    const { services } = streamsOf(1, 0);
    const drawn = Array.from({ length: 20_000 }, () => draw(services));
    expect([...new Set(drawn)].sort((a, b) => a - b)).toEqual([500, 8000, 60_000]);
    const mean = drawn.reduce((sum, time) => sum + time, 0) / drawn.length;
    expect(Math.abs(mean / 1770 - 1)).toBeLessThan(0.1);
  });

  it("are what checks count", () => {
    expect(storm.service_time.mean).toBe(1770);
    expect([100, 500, 8000, 60_000].map((limit) => shareOver(limit, storm))).toEqual([1, 0.1, 0.01, 0]);
    expect([0.5, 0.1, 0.01, 0.001].map((share) => limitFor(share, storm))).toEqual([500, 500, 8000, 60_000]);
  });

  it("are not read again for a fleet that is resolved again with changes", () => {
    const fleet = fleetWith(named("requests: 10, over: 1s, service_time: { file: t.csv }"), [], {
      "t.csv": "2\n",
    });
    const again = resolveFleet(
      "again",
      { root: fleet.node, problems: [], recordings: fleet.recordings },
      builtIn,
    );
    expect(again.ok && again.fleet.storms[0]?.service_time.mean).toBe(2000);
  });
});
