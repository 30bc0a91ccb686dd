import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { momentsOf } from "../../../src/simulate/figures/over-time.js";
import { addCurves } from "../../../src/simulate/figures/sums.js";
import type { Curves } from "../../../src/simulate/world/curves.js";
import { noCurves, Series } from "../../../src/simulate/world/curves.js";
import { planWith, predictWith, stormyWorld } from "../small-tier.js";

/** One proxy and one server. */
const sample = (queued: number, happened = 0) => ({
  answered: happened,
  failed: happened,
  queued: [queued],
  busy: [0],
  waiting: [0],
  down: [0],
});

const curvesWith = (step: number, queued: readonly number[], happened: readonly number[]): Curves => {
  const nothing = queued.map(() => 0);
  return {
    step,
    answered: happened,
    failed: happened,
    queued: [queued],
    busy: [nothing],
    waiting: [nothing],
    down: [nothing],
  };
};

describe("the samples of a run", () => {
  it("are taken each second, and half as often once there are 600", () => {
    const series = new Series(1, 1);
    for (let taken = 1; taken < 600; taken++) series.add(sample(taken, 1));
    expect([series.curves.step, series.next]).toEqual([1000, 600_000]);
    series.add(sample(600, 1));
    expect([series.curves.step, series.curves.answered.length, series.next]).toEqual([2000, 300, 602_000]);
    expect(series.curves.queued[0]?.slice(0, 3)).toEqual([2, 4, 6]);
    for (const happened of [series.curves.answered, series.curves.failed])
      expect(happened.reduce((sum, count) => sum + count, 0)).toBe(600);
    series.add(sample(9));
    expect([series.curves.queued[0]?.at(-1), series.next]).toEqual([9, 604_000]);
  });

  it("show the state of the tier: ten requests at once for one slot", () => {
    const { moments } = predictWith(`
storms: { storm: { requests: 10, over: 0s, service_time: { mean: 1500ms, distribution: fixed } } }
haproxy: { listeners: { web: { timeout: { queue: 8s }, server: { maxconn: 2 } } } }`);
    expect(moments.map(({ t }) => t)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
    expect(moments.map(({ queued }) => queued)).toEqual([8, 7, 7, 6, 5, 5, 4, 3, 0, 0, 0]);
    expect(moments.map(({ busy }) => busy)).toEqual([...Array(10).fill(1), 0]);
    expect(moments.map(({ waiting }) => waiting)).toEqual([...Array(9).fill(1), 0, 0]);
    // A sample is taken before what happens at its moment: what ends at 3 s is in that of 4 s, and three give up at 8 s.
    expect(moments.map(({ answered }) => answered)).toEqual([0, 1, 0, 1, 1, 0, 1, 1, 0, 1, 1]);
    expect(moments.map(({ failed }) => failed)).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 3, 0, 0]);
  });

  it("count every answer and every failure once, however long the run lasts", () => {
    for (const over of ["5s", "700s", "3000s"]) {
      const { outcomes, series } = stormyWorld(
        planWith(`
storms: { storm: { requests: 400, over: ${over}, service_time: { mean: 3s, distribution: exponential } } }
haproxy: { listeners: { web: { timeout: { queue: 20s }, server: { maxconn: 1 } } } }`),
      ).recorder;
      const all = (curve: readonly number[]) => curve.reduce((sum, count) => sum + count, 0);
      expect(all(series.curves.answered)).toBe(outcomes[0]);
      expect(all(series.curves.answered) + all(series.curves.failed)).toBe(400);
    }
  });
});

describe("the curves of several runs", () => {
  it("are summed up moment by moment; a run that is over has nothing under way", () => {
    const both = addCurves(curvesWith(1000, [4, 2], [1, 1]), curvesWith(1000, [2], [5]));
    expect(both).toEqual(curvesWith(1000, [6, 2], [6, 1]));
    expect(momentsOf(both, 2).map(({ t, queued, answered }) => [t, queued, answered])).toEqual([
      [1, 3, 3],
      [2, 1, 0.5],
    ]);
  });

  it("are as far apart as those of the longest run, and lose nothing that happened", () => {
    const both = addCurves(
      curvesWith(1000, [1, 2, 3, 4, 5], [1, 1, 1, 1, 1]),
      curvesWith(2000, [2, 4], [0, 0]),
    );
    // At 6 s the first run is over.
    expect(both).toEqual(curvesWith(2000, [4, 8, 0], [2, 2, 1]));
  });

  it("are the same in whatever order they are added", () => {
    const runs = fc.array(
      fc.tuple(fc.constantFrom(1000, 2000, 8000), fc.array(fc.nat(1000), { maxLength: 40 })),
      { minLength: 1, maxLength: 6 },
    );
    const total = (parts: readonly Curves[]) => parts.reduce(addCurves, noCurves(1, 1));
    fc.assert(
      fc.property(runs, (given) => {
        const parts = given.map(([step, values]) => curvesWith(step, values, values));
        const whole = total(parts);
        expect(total(parts.toReversed())).toEqual(whole);
        expect(addCurves(total(parts.slice(0, 2)), total(parts.slice(2)))).toEqual(whole);
      }),
    );
  });

  it("have no moments where there are no runs", () => {
    expect(momentsOf(noCurves(1, 1), 0)).toEqual([]);
  });
});
