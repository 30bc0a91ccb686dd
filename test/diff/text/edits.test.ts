import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Bounds } from "../../../src/diff/text/edits.js";
import { boundsFor, findEdits } from "../../../src/diff/text/edits.js";
import type { Region } from "../../../src/diff/text/middle.js";
import { fewestChanged } from "./fewest-changed.js";

/** Of few different lines, so that much of one side is found on the other, and of many. */
const sequence = fc
  .constantFrom(1, 2, 4, 9, 30, 100)
  .chain((variety) =>
    fc
      .array(fc.nat({ max: variety }), { maxLength: 150, size: "max" })
      .map((lines) => Int32Array.from(lines)),
  );

const edit = (oldLines: Int32Array, newLines: Int32Array, bounds?: Bounds): readonly Region[] =>
  findEdits({ oldLines, newLines, count: 101 }, bounds);

const changed = (edits: readonly Region[]): number =>
  edits.reduce(
    (sum, { oldStart, oldEnd, newStart, newEnd }) => sum + oldEnd - oldStart + newEnd - newStart,
    0,
  );

/** What the edits make of the old lines; they take from the new ones only what they add. */
const rebuilt = (oldLines: Int32Array, newLines: Int32Array, edits: readonly Region[]): number[] => {
  let oldAt = 0;
  const parts = edits.flatMap(({ oldStart, oldEnd, newStart, newEnd }) => {
    const kept = oldLines.slice(oldAt, oldStart);
    oldAt = oldEnd;
    return [...kept, ...newLines.slice(newStart, newEnd)];
  });
  return [...parts, ...oldLines.slice(oldAt)];
};

describe("the edits between two sequences", () => {
  it.each([
    ["by searching for the middle", { reach: 400, visits: 0 }],
    ["by bit vectors", { reach: 1, visits: 1e6 }],
    ["by both", { reach: 10, visits: 1e6 }],
  ])("are the fewest, %s", (_, bounds) => {
    fc.assert(
      fc.property(sequence, sequence, (oldLines, newLines) => {
        const edits = edit(oldLines, newLines, bounds);
        expect(rebuilt(oldLines, newLines, edits)).toEqual([...newLines]);
        expect(changed(edits)).toBe(fewestChanged(oldLines, newLines));
      }),
      { numRuns: 300 },
    );
  });

  it("turn one into the other within a band too", () => {
    fc.assert(
      fc.property(sequence, sequence, fc.nat({ max: 5 }), (oldLines, newLines, reach) => {
        const edits = edit(oldLines, newLines, { reach, visits: 0 });
        expect(rebuilt(oldLines, newLines, edits)).toEqual([...newLines]);
      }),
      { numRuns: 300 },
    );
  });

  describe("of sides too large for the fewest", () => {
    /** Lines that stand nowhere else; and lines of two kinds in turn, of which no run stands once. */
    const block = (first: number, length: number) => Array.from({ length }, (_, at) => first + at);
    const inTurn = (length: number) => Array.from({ length }, (_, at) => 5000 + (at % 2));
    const between = (oldSide: readonly number[], newSide: readonly number[], bounds: Bounds) =>
      changed(
        findEdits(
          { oldLines: Int32Array.from(oldSide), newLines: Int32Array.from(newSide), count: 6000 },
          bounds,
        ),
      );

    it("keep what evidently stands on both, however far off", () => {
      const [moved, rest] = [block(0, 500), block(1000, 1500)];
      expect(between([...moved, ...rest], [...rest, ...moved], { reach: 1, visits: 1000 })).toBeLessThan(
        1100,
      );
      expect(between([...rest, ...moved], [...moved, ...rest], { reach: 1, visits: 1000 })).toBeLessThan(
        1100,
      );
    });

    it("keep what stands at about the same place, where that is more", () => {
      const [unique, many] = [block(0, 60), inTurn(1000)];
      expect(between([...unique, ...many], [...many, ...unique], { reach: 1, visits: 18_000 })).toBe(120);
      expect(between([...many, ...unique], [...unique, ...many], { reach: 1, visits: 18_000 })).toBe(120);
    });
  });

  it("are the fewest where the middle is far off, as far as the search for it goes", () => {
    const side = (first: string, second: string) =>
      Int32Array.from(first.repeat(80) + second.repeat(60), Number);
    const [oldLines, newLines] = [side("0123", "22013"), side("22013", "0123")];
    const fewest = fewestChanged(oldLines, newLines);
    const within = (reach: number) => changed(edit(oldLines, newLines, { reach, visits: 0 }));
    expect(within(fewest)).toBe(fewest);
    expect(within(fewest / 2)).toBe(fewest);
    expect(within(fewest / 4)).toBeGreaterThan(fewest);
  });

  it.each([
    [100, 256, 2_000_000],
    [100_000, 447, 2_000_000],
    [1_000_000, 1414, 10_000_000],
  ])("may take what grows with the lines: of %i", (lines, reach, visits) => {
    expect(boundsFor(lines)).toEqual({ reach, visits });
  });

  it("are the fewest of two sides of some thousand lines", () => {
    const side = (first: string, second: string) =>
      Int32Array.from(first.repeat(500) + second.repeat(200), Number);
    const [oldLines, newLines] = [side("0123", "22013"), side("22013", "0123")];
    const numbered = { oldLines, newLines, count: 4 };
    const fewest = changed(findEdits(numbered, { reach: 1, visits: Number.POSITIVE_INFINITY }));
    expect(changed(findEdits(numbered))).toBe(fewest);
    expect(changed(findEdits(numbered, { reach: 100, visits: 60_000 }))).toBeGreaterThan(fewest);
  });

  it("have something common between each two", () => {
    fc.assert(
      fc.property(sequence, sequence, (oldLines, newLines) => {
        const edits = edit(oldLines, newLines);
        for (const [index, { oldStart, newStart }] of edits.entries()) {
          const before = edits[index - 1];
          if (before !== undefined) expect(oldStart - before.oldEnd).toBeGreaterThan(0);
          expect(oldStart - (before?.oldEnd ?? 0)).toBe(newStart - (before?.newEnd ?? 0));
        }
      }),
    );
  });
});
