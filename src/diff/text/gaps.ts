import type { Region } from "./middle.js";

/** Two sides cut at the lines that each of them has once, where those stand in one order. */
export interface Gaps {
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
