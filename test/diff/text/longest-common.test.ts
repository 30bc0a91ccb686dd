import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { BITS } from "../../../src/diff/text/bit-vector.js";
import type { Band } from "../../../src/diff/text/longest-common.js";
import { indexMatches, longestCommon, visitsOf } from "../../../src/diff/text/longest-common.js";
import { fewestChanged } from "./fewest-changed.js";

const mixed = fc
  .constantFrom(3, 30, 300)
  .chain((variety) => fc.array(fc.nat({ max: variety }), { maxLength: 300, size: "max" }));

/** Runs of one line, so that whole words match, and others not at all. */
const runs = fc
  .array(fc.tuple(fc.nat({ max: 4 }), fc.integer({ min: 1, max: 70 })), { maxLength: 10, size: "max" })
  .map((parts) => parts.flatMap(([line, length]) => Array<number>(length).fill(line)));

const sequence = fc.oneof(mixed, runs).map((lines) => Int32Array.from(lines));

const indexOf = (columns: Int32Array) => indexMatches(columns, 301, BITS);

const pairsOf = (
  rows: Int32Array,
  columns: Int32Array,
  band?: Band,
  stride?: number,
): (readonly [number, number])[] => {
  const pairs: [number, number][] = [];
  longestCommon(rows, indexOf(columns), (row, column) => pairs.push([row, column]), { band, stride });
  return pairs.reverse();
};

/** The band that follows the straight line from corner to corner. */
const straight = (rows: Int32Array, columns: Int32Array, reach: number): Band => ({
  centers: rows.map((_, row) => Math.floor((row * columns.length) / rows.length / BITS)),
  reach,
});

const isCommon = (rows: Int32Array, columns: Int32Array, pairs: readonly (readonly [number, number])[]) =>
  pairs.every(([row, column], index) => {
    const [lastRow, lastColumn] = pairs[index - 1] ?? [-1, -1];
    return row > lastRow && column > lastColumn && rows[row] === columns[column];
  });

describe("a longest common subsequence", () => {
  it("is common to both, and none is longer", () => {
    fc.assert(
      fc.property(sequence, sequence, (rows, columns) => {
        const pairs = pairsOf(rows, columns);
        expect(isCommon(rows, columns, pairs)).toBe(true);
        expect(rows.length + columns.length - 2 * pairs.length).toBe(fewestChanged(rows, columns));
      }),
      { numRuns: 200 },
    );
  });

  it("stays in its band, and is as long as any there", () => {
    fc.assert(
      fc.property(sequence, sequence, fc.nat({ max: 5 }), (rows, columns, reach) => {
        const band = straight(rows, columns, reach);
        const pairs = pairsOf(rows, columns, band);
        expect(isCommon(rows, columns, pairs)).toBe(true);
        const within = (row: number, column: number) =>
          Math.abs(Math.floor(column / BITS) - (band.centers[row] ?? 0)) <= reach;
        expect(pairs.every(([row, column]) => within(row, column))).toBe(true);
        expect(pairs.length).toBe(longestWithin(rows, columns, within));
      }),
      { numRuns: 200 },
    );
  });

  it("is the same however often it is saved on the way", () => {
    const stride = fc.constantFrom(1, 9, 70, 500);
    fc.assert(
      fc.property(sequence, sequence, stride, fc.nat({ max: 5 }), (rows, columns, often, reach) => {
        expect(pairsOf(rows, columns, undefined, often)).toEqual(pairsOf(rows, columns));
        const band = straight(rows, columns, reach);
        expect(pairsOf(rows, columns, band, often)).toEqual(pairsOf(rows, columns, band));
      }),
      { numRuns: 200 },
    );
  });

  it("is found where the rows are so many that they are saved on the way", () => {
    const rows = Int32Array.from({ length: 5700 }, (_, row) => row % 7);
    const columns = rows.map((line, row) => (row % 100 === 50 ? 8 : line));
    expect(visitsOf(rows, indexOf(columns))).toBeGreaterThan(2 ** 20);
    expect(pairsOf(rows, columns)).toHaveLength(5643);
  });

  it("visits a word once for each row whose line is in it", () => {
    const lines = new Int32Array(300);
    expect(visitsOf(lines, indexOf(lines))).toBe(300 * 10);
    const [twice, once, never] = [1, 2, 3];
    const columns = Int32Array.from([...Array<number>(BITS + 1).fill(twice), once]);
    expect(visitsOf(Int32Array.of(twice, never, twice, once), indexOf(columns))).toBe(2 + 0 + 2 + 1);
  });
});

/** By the textbook's table, with the pairs that may be. */
const longestWithin = (
  rows: Int32Array,
  columns: Int32Array,
  mayPair: (row: number, column: number) => boolean,
): number => {
  let above = new Array<number>(columns.length + 1).fill(0);
  for (const [row, line] of rows.entries()) {
    const lengths = [0];
    for (const [column, other] of columns.entries()) {
      const paired = line === other && mayPair(row, column);
      const best = Math.max(above[column + 1] ?? 0, lengths[column] ?? 0);
      lengths.push(paired ? Math.max(best, 1 + (above[column] ?? 0)) : best);
    }
    above = lengths;
  }
  return above.at(-1) ?? 0;
};
