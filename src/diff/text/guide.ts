import { longestRising } from "./longest-rising.js";

/** Lines of a run. Of few different lines some stand in one order by chance on both sides; twenty hardly do. */
const RUN = 20;
const FACTOR = 0x9e3779b1;
const REPEATED = -1;

/**
 * For each row the column that it is likely to pair with: runs of lines that both sides have once show the way, and
 * between those it is straight.
 */
export const guideThrough = (rows: Int32Array, columns: Int32Array): Int32Array =>
  guideBetween(anchorsOf(rows, columns), rows, columns);

/** The straight line from corner to corner. */
export const straightGuide = (rows: Int32Array, columns: Int32Array): Int32Array =>
  guideBetween([], rows, columns);

const guideBetween = (anchors: readonly Anchor[], rows: Int32Array, columns: Int32Array): Int32Array => {
  const guide = new Int32Array(rows.length);
  let from: Anchor = { row: 0, column: 0 };
  for (const to of [...anchors, { row: rows.length, column: columns.length }]) {
    const slope = (to.column - from.column) / (to.row - from.row);
    for (let row = from.row; row < to.row; row += 1)
      guide[row] = from.column + Math.floor(slope * (row - from.row));
    from = to;
  }
  return guide;
};

interface Anchor {
  readonly row: number;
  readonly column: number;
}

/** Where runs begin that both sides have once, of those as many as stand in one order on both. */
const anchorsOf = (rows: Int32Array, columns: Int32Array): readonly Anchor[] => {
  const columnOf = placesOfRuns(columns);
  const anchors = [...placesOfRuns(rows)].flatMap(([hash, row]): Anchor[] => {
    const column = columnOf.get(hash) ?? REPEATED;
    return row === REPEATED || column === REPEATED ? [] : [{ row, column }];
  });
  return longestRising(anchors.map(({ column }) => column)).flatMap((at) => anchors[at] ?? []);
};

/** Where runs begin, by a hash of their lines, in order: one run of eight, the same ones on both sides. */
const placesOfRuns = (lines: Int32Array): ReadonlyMap<number, number> => {
  const places = new Map<number, number>();
  let oldest = 1; // what the oldest line of a run is multiplied by
  for (let line = 1; line < RUN; line += 1) oldest = Math.imul(oldest, FACTOR);
  let hash = 0;
  for (let end = 1; end <= lines.length; end += 1) {
    const start = end - RUN;
    hash -= Math.imul(lines[start - 1] ?? 0, oldest); // the line before the run, where there is one
    hash = (Math.imul(hash, FACTOR) + (lines[end - 1] ?? 0)) | 0;
    if (start >= 0 && hash >>> 29 === 0) places.set(hash, places.has(hash) ? REPEATED : start);
  }
  return places;
};
