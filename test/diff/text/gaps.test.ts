import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { findEdits } from "../../../src/diff/text/edits.js";
import { gapsBetween } from "../../../src/diff/text/gaps.js";
import { fewestChanged } from "./fewest-changed.js";

const cut = (oldLines: readonly number[], newLines: readonly number[]) => {
  const found = gapsBetween(Int32Array.from(oldLines), Int32Array.from(newLines), 100);
  return found && { ...found, paired: [...found.paired] };
};

describe("the gaps between two sides", () => {
  it("lie between the lines that each side has once, where both have something there", () => {
    expect(cut([7, 7, 1, 7, 2, 3, 7], [7, 1, 7, 7, 2, 3])).toEqual({
      paired: [-1, -1, 1, -1, 4, 5, -1],
      gaps: [
        { oldStart: 0, oldEnd: 2, newStart: 0, newEnd: 1 },
        { oldStart: 3, oldEnd: 4, newStart: 2, newEnd: 4 },
      ],
      most: 6,
    });
  });

  it("reach to both ends", () => {
    expect(cut([7, 1, 7, 7], [7, 7, 1, 7])?.gaps).toEqual([
      { oldStart: 0, oldEnd: 1, newStart: 0, newEnd: 2 },
      { oldStart: 2, oldEnd: 4, newStart: 3, newEnd: 4 },
    ]);
  });

  it("are one where no line stands once on both sides", () => {
    expect(cut([7, 7, 1], [7, 2, 2])).toEqual({
      paired: [-1, -1, -1],
      gaps: [{ oldStart: 0, oldEnd: 3, newStart: 0, newEnd: 3 }],
      most: 1,
    });
  });

  it("are none where lines that stand once changed places", () => {
    expect(cut([1, 2], [2, 1])).toBeUndefined();
    expect(cut([1, 7, 2, 3], [1, 3, 7, 2])).toBeUndefined();
  });
});

const changedBy = (oldLines: Int32Array, newLines: Int32Array, visits: number): number =>
  findEdits({ oldLines, newLines, count: 1100 }, { reach: 1, visits }).reduce(
    (sum, { oldStart, oldEnd, newStart, newEnd }) => sum + oldEnd - oldStart + newEnd - newStart,
    0,
  );

describe("the edits along lines that stand once", () => {
  it("are the fewest where a band about the diagonal loses the way, as long as the gaps are not too large", () => {
    // Each of 1,000 lines that stand once has one like line more behind it: first on the old side, then on the new one.
    const side = (early: readonly number[], late: readonly number[]) =>
      Int32Array.from(
        Array.from({ length: 1000 }, (_, at) => [100 + at, ...(at < 500 ? early : late)]).flat(),
      );
    const [oldLines, newLines] = [side([7, 7], [8]), side([7], [8, 8])];
    // What both sides begin and end with leaves nothing to find in the first gap and the last.
    const gapsOfThreeLines = 998 * 3 ** 2;
    // A like line of each: all the others stay.
    expect(changedBy(oldLines, newLines, gapsOfThreeLines)).toBe(1000);
    expect(changedBy(oldLines, newLines, gapsOfThreeLines - 1)).toBeGreaterThan(1000);
  });

  it("are looked for on where not all stay that could", () => {
    const [oldLines, newLines] = [Int32Array.of(1, 7, 2, 8, 3, 9), Int32Array.of(7, 1, 2, 8, 9, 3)];
    expect(changedBy(oldLines, newLines, 1e6)).toBe(fewestChanged(oldLines, newLines));
  });

  /** Lines that stand once with a few of the same kinds between them, of which some go on either side. */
  const sides = fc
    .array(fc.record({ filling: fc.nat({ max: 2 }), fate: fc.constantFrom("stays", "goes", "comes") }), {
      minLength: 40,
      maxLength: 400,
      size: "max",
    })
    .map((items) => {
      const lines = items.flatMap(({ filling, fate }, at) => [
        { line: 10 + at, fate: "stays" },
        { line: filling, fate },
      ]);
      const side = (without: string) =>
        Int32Array.from(lines.flatMap(({ line, fate }) => (fate === without ? [] : [line])));
      return [side("comes"), side("goes")] as const;
    });

  it("are the fewest", () => {
    fc.assert(
      fc.property(sides, ([oldLines, newLines]) => {
        expect(changedBy(oldLines, newLines, 1e6)).toBe(fewestChanged(oldLines, newLines));
      }),
      { numRuns: 50 },
    );
  });
});
