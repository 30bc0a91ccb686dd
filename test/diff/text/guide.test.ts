import { describe, expect, it } from "vitest";
import { guideThrough, straightGuide } from "../../../src/diff/text/guide.js";

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
