import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { builtIn } from "../../src/api/built-in.js";
import { stationKinds } from "../../src/api/stations.js";
import type { Case } from "../../src/simulate/case.js";
import { mergeCases } from "../../src/simulate/case.js";
import { predict } from "../../src/simulate/figures/prediction.js";
import { Gathered, runOnce } from "../../src/simulate/figures/ran.js";
import { parseShard, runsOf } from "../../src/simulate/shard.js";
import { prepare } from "../../src/simulate/simulate.js";
import { parseSweep } from "../../src/simulate/sweep.js";
import { fleetWith } from "./small-tier.js";

describe("a sweep", () => {
  const values = (text: string) => {
    const parsed = parseSweep(text);
    return parsed.ok ? parsed.sweep.values : parsed.reason;
  };

  it("is a path and a range, in steps of 1 or as given", () => {
    expect(parseSweep("haproxy.listeners.web.server.maxconn=2..5")).toEqual({
      ok: true,
      sweep: { path: "haproxy.listeners.web.server.maxconn", values: ["2", "3", "4", "5"] },
    });
    expect(values("a=5..25:10")).toEqual(["5", "15", "25"]);
    expect(values("a=5..20:10")).toEqual(["5", "15"]);
    expect(values("a=7..7")).toEqual(["7"]);
  });

  it("keeps its unit, and no more digits than were written", () => {
    expect(values("a=5s..15s:5s")).toEqual(["5s", "10s", "15s"]);
    expect(values("a=10%..30%:10")).toEqual(["10%", "20%", "30%"]);
    expect(values("a=0.1..0.5:0.1")).toEqual(["0.1", "0.2", "0.3", "0.4", "0.5"]);
  });

  it.each([
    ["a=5", /is not a sweep/],
    ["=1..2", /is not a sweep/],
    ["a=x..y", /is not a sweep/],
    ["a=5s..1min", /mixes units/],
    ["a=5s..9s:1ms", /mixes units/],
    ["a=9..5", /has no values/],
    ["a=1..5:0", /has no values/],
    ["a=1..5000", /has 5000 values/],
  ])("is refused as %s", (text, reason) => {
    expect(values(text)).toMatch(reason);
  });
});

describe("a shard", () => {
  it("is one of several parts", () => {
    expect(parseShard("2/4")).toEqual({ index: 1, count: 4 });
    for (const wrong of ["0/4", "5/4", "1", "1/0", "a/b", "1/2/3", "-1/2"])
      expect(parseShard(wrong)).toBeUndefined();
  });

  it("has every run of every case once, over all parts, and nearly as many as any other", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 8 }),
        fc.nat(5),
        fc.integer({ min: 1, max: 30 }),
        (count, cases, runs) => {
          const parts = Array.from({ length: count }, (_, index) =>
            Array.from({ length: cases }, (_, number) =>
              runsOf({ index, count }, number, runs).map((run) => `${number} ${run}`),
            ).flat(),
          );
          expect(new Set(parts.flat()).size).toBe(cases * runs);
          expect(parts.flat()).toHaveLength(cases * runs);
          const sizes = parts.map((part) => part.length);
          expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
        },
      ),
    );
  });
});

describe("the parts of a simulation", () => {
  const caseOf = (
    runs: readonly number[],
    { value = null, seed = 1 }: { value?: string | null; seed?: number } = {},
  ): Case => {
    const prepared = prepare(
      fleetWith("storms: { storm: { requests: 50, over: 60s } }"),
      { seed },
      builtIn.runtimes,
    );
    if (!prepared.ok) throw new Error(prepared.reason);
    const { plan, subject } = prepared;
    const gathered = new Gathered(plan);
    for (const run of runs) gathered.add(runOnce({ plan, seed, run }, stationKinds));
    return { subject, value, of: 4, runs: gathered.runs, sums: gathered.sums };
  };

  it("put together are the whole", () => {
    const merged = mergeCases([caseOf([1, 3]), caseOf([0, 2])]);
    const whole = caseOf([0, 1, 2, 3]);
    expect(merged).toEqual({ ok: true, cases: [whole] });
    expect(predict(whole.subject, whole).runs).toBe(4);
  });

  it("keep the values of a sweep apart", () => {
    const merged = mergeCases([
      caseOf([0], { value: "1" }),
      caseOf([0], { value: "2" }),
      caseOf([1], { value: "1" }),
    ]);
    expect(merged.ok && merged.cases.map(({ value, runs }) => [value, runs.length])).toEqual([
      ["1", 2],
      ["2", 1],
    ]);
  });

  it("must be of one seed, and no run in two of them", () => {
    expect(mergeCases([caseOf([0]), caseOf([1], { seed: 2 })])).toEqual({
      ok: false,
      reason: "the parts of test are not of one storm, seed and tier",
    });
    expect(mergeCases([caseOf([0, 1]), caseOf([1])])).toEqual({
      ok: false,
      reason: "run 2 of test is in two of the parts",
    });
  });
});

describe("a fleet that can't be simulated", () => {
  it("says what it lacks", () => {
    const reason = (fleet: ReturnType<typeof fleetWith>, storm?: string) => {
      const prepared = prepare(fleet, { storm }, builtIn.runtimes);
      return prepared.ok ? "" : prepared.reason;
    };
    expect(reason(fleetWith(""), "nightly")).toBe("test has no storm nightly: there are storm");
    expect(reason(fleetWith("", ["storms=null"]))).toBe("test has no storm: write one under storms");
    expect(reason(fleetWith("", ["haproxy.listeners.web.slots=null"]))).toBe(
      "proxy1 has no listener whose requests take slots of a service: its share of the storm would go nowhere; write slots in one, or traffic: 0% for the proxy",
    );
  });
});
