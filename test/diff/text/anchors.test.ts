import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { gapsBetween, guideThrough, longestRising, straightGuide } from "../../../src/diff/text/anchors.js";
import { findEdits } from "../../../src/diff/text/edits.js";
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

/** A block of so many lines that stand nowhere else. */
const block = (first: number, length: number): number[] => Array.from({ length }, (_, at) => first + at);

const A = block(0, 400);
const B = block(1000, 100);
const C = block(2000, 400);
const [u, v] = [9001, 9002];

const guided = (rows: readonly number[], columns: readonly number[]): number[] => [
  ...guideThrough(Int32Array.from(rows), Int32Array.from(columns)),
];
const straight = (rows: number, columns: number): number[] => [
  ...straightGuide(new Int32Array(rows), new Int32Array(columns)),
];

describe("the straight guide", () => {
  it.each([
    ["as long sides", 4, 4, [0, 1, 2, 3]],
    ["twice as many columns", 4, 8, [0, 2, 4, 6]],
    ["half as many columns", 4, 2, [0, 0, 1, 1]],
    ["no columns", 3, 0, [0, 0, 0]],
    ["no rows", 0, 3, []],
  ])("goes from corner to corner: %s", (_what, rows, columns, expected) => {
    expect(straight(rows, columns)).toEqual(expected);
  });
});

describe("the guide through what both sides have once", () => {
  /** The column for each of some rows. */
  const at = (guide: readonly number[], ...rows: readonly number[]) => rows.map((row) => guide[row]);

  it.each([
    ["lines that come before", [...A, ...C], [...B, ...A, ...C], [200, 399, 600], [300, 499, 700]],
    ["lines that come between", [...A, ...C], [...A, ...B, ...C], [100, 200, 600], [100, 200, 700]],
    ["lines that go", [...A, ...B, ...C], [...A, ...C], [100, 200, 700], [100, 200, 600]],
    ["lines that move up", [...A, ...B, ...C], [...B, ...A, ...C], [200, 700], [300, 700]],
    ["lines that move down", [...A, ...B, ...C], [...A, ...C, ...B], [200, 700], [200, 600]],
  ])("follows the rest past %s", (_what, rows, columns, asked, expected) => {
    expect(at(guided(rows, columns), ...asked)).toEqual(expected);
  });

  it("is straight up to the first run, and after the last", () => {
    const guide = guided([...B, ...A, ...block(3000, 100)], [...block(4000, 50), ...A, ...block(5000, 200)]);
    expect(guide[0]).toBe(0);
    expect(guide[20]).toBeGreaterThan(0);
    expect(guide[20]).toBeLessThan(20);
    expect(guide.at(-1)).toBeGreaterThan(640);
    expect(guide.at(-1)).toBeLessThan(650);
  });

  it.each([
    ["both sides have twice", [...A, u, ...A], [...B, ...A, v, ...A]],
    ["the rows have twice", [...A, u, ...A], [...B, ...A]],
    ["the columns have twice", [...A], [...A, v, ...A]],
    ["the columns lack", [...A], [...B, ...C]],
  ])("is the straight one where runs %s", (_what, rows, columns) => {
    expect(guided(rows, columns)).toEqual(straight(rows.length, columns.length));
  });

  it("takes a run that is all there is, of one in eight", () => {
    const blocks = Array.from({ length: 200 }, (_, piece) => block(10_000 + 100 * piece, 20));
    const taken = blocks.filter((rows) => guided(rows, [...C, ...rows])[0] === C.length);
    expect(taken.length).toBeGreaterThan(10);
    expect(taken.length).toBeLessThan(50);
  });

  it.each([
    [20, false],
    [19, true],
  ])("takes runs of twenty lines: of %i it is straight: %s", (length, isStraight) => {
    const pieces = Array.from({ length: 60 }, (_, piece) => block(100 * piece, length));
    const columns = [...B, ...pieces.flatMap((piece, index) => [...piece, 8000 + index])];
    const guide = guided(pieces.flat(), columns);
    expect(guide.join() === straight(guide.length, columns.length).join()).toBe(isStraight);
  });
});

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
