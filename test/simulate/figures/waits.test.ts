import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addEach } from "../../../src/simulate/figures/sums.js";
import { cumulative } from "../../../src/simulate/figures/waits.js";
import { Histogram } from "../../../src/simulate/world/histogram.js";

const histogramOf = (values: readonly number[]): Histogram => {
  const histogram = new Histogram();
  for (const value of values) histogram.add(value);
  return histogram;
};

const milliseconds = fc.array(fc.oneof(fc.constant(0), fc.double({ min: 0.001, max: 1e8, noNaN: true })), {
  maxLength: 200,
});

describe("the distribution of waits", () => {
  it("has at the end of each bucket the part of all that waited no longer, within 5 %", () => {
    fc.assert(
      fc.property(milliseconds, (waits) => {
        const points = cumulative(histogramOf(waits).counts, waits.length);
        const within = (most: number) => waits.filter((wait) => wait / 1000 <= most).length / waits.length;
        for (const { seconds, share } of points) {
          expect(share).toBeGreaterThanOrEqual(within(seconds / 1.0001) - 1e-9);
          expect(share).toBeLessThanOrEqual(within(seconds * 1.0001) + 1e-9);
        }
        if (waits.length > 0) {
          expect(points.at(-1)?.share).toBeCloseTo(1);
          const longest = Math.max(...waits) / 1000;
          expect(points.at(-1)?.seconds).toBeLessThanOrEqual(Math.max(longest * 1.05, 1e-6));
        }
      }),
    );
  });

  it("of several runs is that of all their waits", () => {
    fc.assert(
      fc.property(milliseconds, milliseconds, (one, other) => {
        const apart = addEach(histogramOf(one).counts, histogramOf(other).counts);
        expect(apart).toEqual(histogramOf([...one, ...other]).counts);
      }),
    );
  });

  it("begins where the shortest wait is", () => {
    expect(cumulative([], 5)).toEqual([]);
    expect(cumulative([3], 5)).toEqual([{ seconds: 0, share: 0.6 }]);
    const points = cumulative(histogramOf([100, 100, 200]).counts, 4);
    expect(points[0]?.share).toBe(0);
    expect(points[0]?.seconds).toBeGreaterThan(0.09);
    expect(points.at(-1)?.share).toBe(0.75);
  });
});
