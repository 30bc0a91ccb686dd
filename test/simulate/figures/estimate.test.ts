import { describe, expect, it } from "vitest";
import { AMOUNT, estimate, SHARE, studentFactor } from "../../../src/simulate/figures/estimate.js";
import { Xoshiro } from "../../../src/simulate/world/xoshiro.js";

describe("Student's t", () => {
  it.each([
    [1, 12.706],
    [2, 4.303],
    [4, 2.776],
    [9, 2.262],
    [10, 2.228],
    [14, 2.145],
    [19, 2.093],
    [30, 2.042],
    [99, 1.984],
    [1000, 1.962],
  ])("with %d degrees of freedom is %d at 97.5 %%", (degrees, factor) => {
    expect(studentFactor(degrees)).toBeCloseTo(factor, 3);
  });
});

describe("an estimate", () => {
  it("is the mean and its 95 % interval", () => {
    // Mean 3, standard deviation sqrt(2.5), 5 figures: 3 +- 2.776 x 0.7071.
    const { mean, low, high } = estimate([1, 2, 3, 4, 5], AMOUNT);
    expect(mean).toBe(3);
    expect(low).toBeCloseTo(1.0367, 3);
    expect(high).toBeCloseTo(4.9633, 3);
  });

  it("does not leave the range that its figure can have", () => {
    expect(estimate([0, 0, 0, 1], SHARE)).toMatchObject({ mean: 0.25, low: 0 });
    expect(estimate([1, 1, 1, 0], SHARE)).toMatchObject({ mean: 0.75, high: 1 });
  });

  it("of one run has no interval", () => {
    expect(estimate([0.7], SHARE)).toEqual({ mean: 0.7, low: 0.7, high: 0.7 });
  });

  it("holds the true mean in about 95 of 100 cases", () => {
    const stream = new Xoshiro(5, 6, 7, 8);
    const cases = 2000;
    let held = 0;
    for (let made = 0; made < cases; made++) {
      const { low, high } = estimate(
        Array.from({ length: 8 }, () => 10 + stream.normal()),
        AMOUNT,
      );
      if (low <= 10 && 10 <= high) held++;
    }
    expect(held / cases).toBeGreaterThan(0.93);
    expect(held / cases).toBeLessThan(0.97);
  });
});
