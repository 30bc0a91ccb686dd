import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { longestRising } from "../../../src/diff/text/longest-rising.js";

/** By the textbook's table: of each place the longest that ends there. */
const longestBySearch = (values: readonly number[]): number => {
  const lengths: number[] = [];
  for (const value of values) {
    const before = lengths.filter((_, at) => (values[at] ?? 0) < value);
    lengths.push(1 + Math.max(0, ...before));
  }
  return Math.max(0, ...lengths);
};

describe("the longest subsequence of rising numbers", () => {
  it.each([
    ["none", [], []],
    ["one number", [7], [0]],
    ["rising ones, all", [1, 2, 9], [0, 1, 2]],
    ["falling ones, one", [3, 2, 1], [2]],
    ["equal ones, the last", [5, 5, 5], [2]],
    ["those around one that is moved down", [1, 2, 9, 3, 4], [0, 1, 3, 4]],
    ["those around one that is moved up", [8, 1, 2, 3], [1, 2, 3]],
  ])("is of %s", (_what, values, places) => {
    expect(longestRising(values)).toEqual(places);
  });

  it("rises from place to place, and none is longer", () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 40 }), { maxLength: 40, size: "max" }), (values) => {
        const places = longestRising(values);
        for (const [index, place] of places.entries()) {
          const before = places[index - 1];
          if (before === undefined) continue;
          expect(place).toBeGreaterThan(before);
          expect(values[place]).toBeGreaterThan(values[before] ?? 0);
        }
        expect(places.length).toBe(longestBySearch(values));
      }),
    );
  });
});
