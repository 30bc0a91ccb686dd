import { describe, expect, it } from "vitest";
import type { RunFigures } from "../../src/simulate/figures.js";
import { momentsOf } from "../../src/simulate/moments.js";
import type { Sample } from "../../src/simulate/series.js";
import { Series } from "../../src/simulate/series.js";
import { predictWith } from "./small-tier.js";

const sample = (queued: number, failed = 0): Sample => ({ queued, busy: 0, waiting: 0, failed, down: 0 });

const runWith = (step: number, samples: readonly Sample[]): RunFigures => ({
  run: 0,
  outcomes: [],
  made: 0,
  wait: { mean: 0, p50: 0, p90: 0, p99: 0, max: 0 },
  queue: { mean: 0, p50: 0, p90: 0, p99: 0, max: 0 },
  downEvents: 0,
  carried: null,
  proxies: [],
  servers: [],
  step,
  samples,
  events: 0,
});

describe("the samples of a run", () => {
  it("are taken each second, and half as often once there are 600", () => {
    const series = new Series();
    for (let taken = 1; taken < 600; taken++) series.add(sample(taken, 1));
    expect([series.step, series.next]).toEqual([1000, 600_000]);
    series.add(sample(600, 1));
    expect([series.step, series.samples.length, series.next]).toEqual([2000, 300, 602_000]);
    expect(series.samples.map(({ queued }) => queued).slice(0, 3)).toEqual([2, 4, 6]);
    expect(series.samples.reduce((sum, { failed }) => sum + failed, 0)).toBe(600);
  });

  it("show the state of the tier: ten requests at once for one slot", () => {
    const { moments } = predictWith(`
storms: { storm: { requests: 10, over: 0s, service_time: { mean: 1500ms, distribution: fixed } } }
haproxy: { listeners: { web: { timeout: { queue: 8s }, server: { maxconn: 2 } } } }`);
    expect(moments.map(({ t }) => t)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    expect(moments.map(({ queued }) => queued)).toEqual([8, 7, 7, 6, 5, 5, 4, 3, 0, 0]);
    expect(moments.map(({ busy }) => busy)).toEqual(Array(10).fill(1));
    expect(moments.map(({ waiting }) => waiting)).toEqual([...Array(9).fill(1), 0]);
    // A sample is taken before what happens at its moment: three give up at 8 s.
    expect(moments.map(({ failed }) => failed)).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 3, 0]);
  });
});

describe("the moments of several runs", () => {
  it("are their means; a run that is over has nothing under way", () => {
    const moments = momentsOf([runWith(1000, [sample(4), sample(2)]), runWith(1000, [sample(2)])]);
    expect(moments.map(({ t, queued }) => [t, queued])).toEqual([
      [1, 3],
      [2, 1],
    ]);
  });

  it("are as far apart as those of the longest run", () => {
    const moments = momentsOf([
      runWith(1000, [sample(1, 1), sample(2, 1), sample(3, 1), sample(4, 1)]),
      runWith(2000, [sample(2), sample(4)]),
    ]);
    expect(moments.map(({ t, queued, failed }) => [t, queued, failed])).toEqual([
      [2, 2, 1],
      [4, 4, 1],
    ]);
  });

  it("are none where there are no runs", () => {
    expect(momentsOf([])).toEqual([]);
  });
});
