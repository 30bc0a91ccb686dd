import type { Region } from "./middle.js";

/** Two sides cut at the lines that each of them has once, where those stand in one order. */
interface Gaps {
  /** For each old line that both sides have once the new line that it is; -1 for the others. */
  readonly paired: Int32Array;
  /** What lies between those lines, before the first and after the last, where there is something on both sides. */
  readonly gaps: readonly Region[];
  /** How many lines can stay at the most: of each as many as the side has that has fewer. */
  readonly most: number;
}

/** Undefined where the lines that both sides have once stand in another order on each: then not all of them can stay. */
export const gapsBetween = (oldLines: Int32Array, newLines: Int32Array, count: number): Gaps | undefined => {
  const [oldTimes, newTimes] = [timesOf(oldLines, count), timesOf(newLines, count)];
  const newPlaces = new Int32Array(count);
  for (let at = 0; at < newLines.length; at += 1) newPlaces[newLines[at] ?? 0] = at;

  const paired = new Int32Array(oldLines.length).fill(-1);
  const gaps: Region[] = [];
  let [oldStart, newStart] = [0, 0];
  const cutAt = (oldEnd: number, newEnd: number): void => {
    if (oldStart < oldEnd && newStart < newEnd) gaps.push({ oldStart, oldEnd, newStart, newEnd });
    [oldStart, newStart] = [oldEnd + 1, newEnd + 1];
  };
  for (let oldAt = 0; oldAt < oldLines.length; oldAt += 1) {
    const line = oldLines[oldAt] ?? 0;
    if (oldTimes[line] !== 1 || newTimes[line] !== 1) continue;
    const newAt = newPlaces[line] ?? 0;
    if (newAt < newStart) return undefined;
    paired[oldAt] = newAt;
    cutAt(oldAt, newAt);
  }
  cutAt(oldLines.length, newLines.length);

  let most = 0;
  for (let line = 0; line < count; line += 1) most += Math.min(oldTimes[line] ?? 0, newTimes[line] ?? 0);
  return { paired, gaps, most };
};

const timesOf = (lines: Int32Array, count: number): Int32Array => {
  const times = new Int32Array(count);
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at] ?? 0;
    times[line] = (times[line] ?? 0) + 1;
  }
  return times;
};

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

/** The places of a longest subsequence of rising numbers, in order (patience sorting). */
export const longestRising = (values: readonly number[]): readonly number[] => {
  // Of each length the place where a subsequence of it ends lowest, and before each place the one that it goes on from.
  const ends: number[] = [];
  const before = new Int32Array(values.length);
  for (const [place, value] of values.entries()) {
    let [low, high] = [0, ends.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((values[ends[middle] ?? 0] ?? 0) < value) low = middle + 1;
      else high = middle;
    }
    before[place] = ends[low - 1] ?? -1;
    ends[low] = place;
  }
  const places: number[] = [];
  for (let place = ends.at(-1) ?? -1; place >= 0; place = before[place] ?? -1) places.push(place);
  return places.reverse();
};
