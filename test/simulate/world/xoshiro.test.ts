import { describe, expect, it } from "vitest";
import { streamsOf } from "../../../src/simulate/world/streams.js";
import { Xoshiro } from "../../../src/simulate/world/xoshiro.js";

describe("xoshiro128**", () => {
  it("gives what the reference implementation in C gives for the state 1, 2, 3, 4", () => {
    const stream = new Xoshiro(1, 2, 3, 4);
    expect(Array.from({ length: 10 }, () => stream.bits())).toEqual([
      11520, 0, 5927040, 70819200, 2031721883, 1637235492, 1287239034, 3734860849, 3729100597, 4258142804,
    ]);
  });

  it("is uniform above 0 and below 1, exponential with mean 1, and normal with variance 1", () => {
    const stream = new Xoshiro(1, 2, 3, 4);
    const count = 200_000;
    const mean = (draw: () => number) => {
      let sum = 0;
      for (let drawn = 0; drawn < count; drawn++) sum += draw();
      return sum / count;
    };
    expect(mean(() => stream.uniform())).toBeCloseTo(0.5, 2);
    expect(mean(() => stream.exponential())).toBeCloseTo(1, 1);
    expect(mean(() => stream.exponential() ** 2)).toBeCloseTo(2, 1);
    expect(mean(() => stream.normal())).toBeCloseTo(0, 1);
    expect(mean(() => stream.normal() ** 2)).toBeCloseTo(1, 1);
  });
});

describe("the streams of a run", () => {
  const first = (seed: number, run: number) =>
    Object.values(streamsOf(seed, run)).map((stream) => stream.bits());

  it("are the same for the same seed and run", () => {
    expect(first(7, 3)).toEqual(first(7, 3));
  });

  it("differ from one another, from run to run and from seed to seed, above 32 bits too", () => {
    const all = [
      first(1, 0),
      first(1, 1),
      first(2, 0),
      first(0, 0),
      first(2 ** 32, 0),
      first(2 ** 32 + 1, 0),
    ].flat();
    expect(new Set(all).size).toBe(all.length);
  });
});
