import { describe, expect, it } from "vitest";
import { UniformArrivals } from "../../../src/simulate/world/arrivals.js";
import { Xoshiro } from "../../../src/simulate/world/xoshiro.js";

const timesOf = (requests: number, over: number): readonly number[] => {
  const arrivals = new UniformArrivals(requests, over, new Xoshiro(1, 2, 3, 4));
  return Array.from({ length: requests }, () => arrivals.next());
};

describe("the requests of a storm", () => {
  it("come in order, all of them within the time, and no more", () => {
    const arrivals = new UniformArrivals(1000, 500, new Xoshiro(1, 2, 3, 4));
    const times = Array.from({ length: 1000 }, () => arrivals.next());
    expect(times).toEqual([...times].sort((a, b) => a - b));
    expect(times.every((time) => time > 0 && time < 500)).toBe(true);
    expect(arrivals.next()).toBe(Number.POSITIVE_INFINITY);
  });

  it("come as often in any part of the time as in any other (Kolmogorov and Smirnov, 1 %)", () => {
    const count = 20_000;
    const farthest = Math.max(
      ...timesOf(count, 1).map((time, index) => Math.abs(time - (index + 0.5) / count)),
    );
    expect(farthest).toBeLessThan(1.63 / Math.sqrt(count));
  });

  it("come all at once where they have no time", () => {
    expect(new Set(timesOf(10, 0))).toEqual(new Set([0]));
  });
});
