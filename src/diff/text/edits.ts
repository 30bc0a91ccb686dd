import { gapsBetween, guideThrough, straightGuide } from "./anchors.js";
import { BITS } from "./bit-vector.js";
import type { Band, MatchIndex } from "./longest-common.js";
import { indexMatches, longestCommon, visitsOf } from "./longest-common.js";
import type { Region } from "./middle.js";
import { middleFinder } from "./middle.js";
import type { NumberedLines } from "./number-lines.js";

/** What a comparison may take: each grows with the lines, so that its time does. */
export interface Bounds {
  /** Edits from each end that the search for a middle goes to. */
  readonly reach: number;
  /** Words of bit vectors that may be visited. */
  readonly visits: number;
}

/** Some tenths of a second for two files of 100,000 lines, and always the fewest edits of two of 7,000. */
export const boundsFor = (lines: number): Bounds => ({
  reach: Math.max(256, Math.floor(Math.sqrt(2 * lines))),
  visits: Math.max(2e6, 10 * lines),
});

/**
 * The fewest lines to remove and to add, as regions in order with something common between each two. Of large files
 * that have little in common, and that in few different lines, a few more than the fewest.
 */
export const findEdits = (
  { oldLines, newLines, count }: NumberedLines,
  bounds = boundsFor(oldLines.length + newLines.length),
): readonly Region[] => {
  // A line that the other side lacks is changed, whatever else is: the search need not see it.
  const sharedOld = placesOfShared(oldLines, newLines, count);
  const sharedNew = placesOfShared(newLines, oldLines, count);
  const keptOld = new Uint8Array(oldLines.length);
  const keptNew = new Uint8Array(newLines.length);
  const shared = { oldLines: pick(oldLines, sharedOld), newLines: pick(newLines, sharedNew), count };
  matchLines(shared, bounds, (oldAt, newAt) => {
    keptOld[sharedOld[oldAt] ?? 0] = 1;
    keptNew[sharedNew[newAt] ?? 0] = 1;
  });
  return regionsBetween(keptOld, keptNew);
};

const placesOfShared = (lines: Int32Array, others: Int32Array, count: number): Int32Array => {
  const known = new Uint8Array(count);
  for (let place = 0; place < others.length; place += 1) known[others[place] ?? 0] = 1;
  const places = new Int32Array(lines.length);
  let shared = 0;
  for (let place = 0; place < lines.length; place += 1) {
    if (known[lines[place] ?? 0] === 0) continue;
    places[shared] = place;
    shared += 1;
  }
  return places.subarray(0, shared);
};

const pick = (lines: Int32Array, places: Int32Array): Int32Array => {
  const picked = new Int32Array(places.length);
  for (let at = 0; at < picked.length; at += 1) picked[at] = lines[places[at] ?? 0] ?? 0;
  return picked;
};

type Keep = (oldAt: number, newAt: number) => void;
type Cell = readonly [row: number, column: number];

/** A few edits are found sooner than the lines that both sides have are counted. */
const FEW_EDITS = 64;

/** Calls `keep` for each pair of lines that stay. */
const matchLines = (
  { oldLines, newLines, count }: NumberedLines,
  { reach, visits }: Bounds,
  keep: Keep,
): void => {
  const { divide } = divider(oldLines, newLines, keep);
  const all = { oldStart: 0, oldEnd: oldLines.length, newStart: 0, newEnd: newLines.length };
  const rest = trim(oldLines, newLines, all, keep);
  if (!isOpen(rest) || divide(rest, Math.min(reach, FEW_EDITS))) return;
  const rows = oldLines.subarray(rest.oldStart, rest.oldEnd);
  const columns = newLines.subarray(rest.newStart, rest.newEnd);
  const keepIn: Keep = (row, column) => keep(rest.oldStart + row, rest.newStart + column);
  if (keepEvident({ oldLines: rows, newLines: columns, count }, visits, keepIn) || divide(rest, reach))
    return;
  for (const [row, column] of commonPairs(rows, columns, indexMatches(columns, count, BITS), visits))
    keepIn(row, column);
};

/** Finds what stays of a region by its middles, and calls `keep` for it. */
const divider = (oldLines: Int32Array, newLines: Int32Array, keep: Keep) => {
  const findMiddle = middleFinder(oldLines, newLines);

  /** Cuts a region where a shortest edit script passes; what is before and after takes half as many edits. */
  const divide = (region: Region, within: number): boolean => {
    const middle = findMiddle(region, within);
    if (middle === undefined) return false;
    const { oldAt, newAt } = middle;
    match({ ...region, oldEnd: oldAt, newEnd: newAt });
    match({ ...region, oldStart: oldAt, newStart: newAt });
    return true;
  };
  const match = (whole: Region): void => {
    const rest = trim(oldLines, newLines, whole, keep);
    if (isOpen(rest)) divide(rest, Number.POSITIVE_INFINITY);
  };
  return { divide, match };
};

/**
 * Calls `keep` for what stays where the lines that both sides have once show the way, if all stay that can: then it is
 * sure to be the most. False where it is not, or where the parts between those lines are too large to look at each.
 */
const keepEvident = (lines: NumberedLines, visits: number, keep: Keep): boolean => {
  const { oldLines: rows, newLines: columns, count } = lines;
  const cut = gapsBetween(rows, columns, count);
  if (cut === undefined || cut.gaps.reduce((sum, gap) => sum + sizeOf(gap) ** 2, 0) > visits) return false;
  const { paired, gaps, most } = cut;
  const { match } = divider(rows, columns, (row, column) => {
    paired[row] = column;
  });
  gaps.forEach(match);
  if (paired.reduce((kept, column) => kept + (column < 0 ? 0 : 1), 0) < most) return false;
  for (let row = 0; row < rows.length; row += 1) if ((paired[row] ?? -1) >= 0) keep(row, paired[row] ?? 0);
  return true;
};

const sizeOf = ({ oldStart, oldEnd, newStart, newEnd }: Region): number =>
  oldEnd - oldStart + newEnd - newStart;

/**
 * A longest common subsequence, where the bound allows to look for one. Else the longer of two: in a band that follows
 * what the sides evidently share, and in a straight one, which where the lines are few different ones has more.
 */
const commonPairs = (
  rows: Int32Array,
  columns: Int32Array,
  index: MatchIndex,
  visits: number,
): readonly Cell[] => {
  const pairsIn = (band?: Band): readonly Cell[] => {
    const pairs: Cell[] = [];
    longestCommon(rows, index, (row, column) => pairs.push([row, column]), { band });
    return pairs;
  };
  const all = visitsOf(rows, index);
  if (all <= visits) return pairsIn();
  const reach = Math.max(1, Math.floor(((visits / all) * index.width) / 4));
  const along = (guide: Int32Array): readonly Cell[] =>
    pairsIn({ centers: guide.map((column) => Math.floor(column / BITS)), reach });
  const [guided, straight] = [along(guideThrough(rows, columns)), along(straightGuide(rows, columns))];
  return straight.length > guided.length ? straight : guided;
};

const isOpen = ({ oldStart, oldEnd, newStart, newEnd }: Region): boolean =>
  oldStart < oldEnd && newStart < newEnd;

/** Keeps what both ends of a region have in common, and gives what is left. */
const trim = (oldLines: Int32Array, newLines: Int32Array, region: Region, keep: Keep): Region => {
  let { oldStart, oldEnd, newStart, newEnd } = region;
  while (oldStart < oldEnd && newStart < newEnd && oldLines[oldStart] === newLines[newStart]) {
    keep(oldStart, newStart);
    oldStart += 1;
    newStart += 1;
  }
  while (oldStart < oldEnd && newStart < newEnd && oldLines[oldEnd - 1] === newLines[newEnd - 1]) {
    oldEnd -= 1;
    newEnd -= 1;
    keep(oldEnd, newEnd);
  }
  return { oldStart, oldEnd, newStart, newEnd };
};

const regionsBetween = (keptOld: Uint8Array, keptNew: Uint8Array): readonly Region[] => {
  const regions: Region[] = [];
  const [oldCount, newCount] = [keptOld.length, keptNew.length];
  let oldEnd = 0;
  let newEnd = 0;
  while (oldEnd < oldCount || newEnd < newCount) {
    const oldStart = oldEnd;
    const newStart = newEnd;
    while (oldEnd < oldCount && keptOld[oldEnd] === 0) oldEnd += 1;
    while (newEnd < newCount && keptNew[newEnd] === 0) newEnd += 1;
    if (oldEnd > oldStart || newEnd > newStart) regions.push({ oldStart, oldEnd, newStart, newEnd });
    else {
      oldEnd += 1;
      newEnd += 1;
    }
  }
  return regions;
};
