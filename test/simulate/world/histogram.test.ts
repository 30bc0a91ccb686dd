import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Histogram } from "../../../src/simulate/world/histogram.js";

const histogramOf = (values: readonly number[]): Histogram => {
  const histogram = new Histogram();
  for (const value of values) histogram.add(value);
  return histogram;
};

describe("a histogram", () => {
  it("knows any quantile within half a percent, from microseconds to days", () => {
    const values = fc.array(fc.double({ min: 0.001, max: 1e9, noNaN: true }), {
      minLength: 1,
      maxLength: 300,
    });
    fc.assert(
      fc.property(values, fc.double({ min: 0.01, max: 1, noNaN: true }), (given, share) => {
        const sorted = [...given].sort((a, b) => a - b);
        const exact = sorted[Math.max(Math.ceil(share * sorted.length), 1) - 1] ?? 0;
        expect(Math.abs(histogramOf(given).quantile(share) / exact - 1)).toBeLessThan(0.005);
      }),
    );
  });

  it("knows the mean and the largest exactly, and counts nothing as 0", () => {
    const histogram = histogramOf([0, 0, 3, 9]);
    expect([histogram.mean, histogram.max, histogram.quantile(0.5)]).toEqual([3, 9, 0]);
    const empty = histogramOf([]);
    expect([empty.mean, empty.max, empty.quantile(0.99)]).toEqual([0, 0, 0]);
  });
});
