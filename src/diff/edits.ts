import { halve } from "./halves.js";
import type { NumberedLines } from "./lines.js";
import type { Cut, Region } from "./middle.js";
import { middleFinder } from "./middle.js";

/** What a comparison may take. */
export interface Bounds {
  /** Edits from each end that a search for a middle goes to in any case. */
  readonly reach: number;
  /** Squares of reaches that may be spent on searches in vain. */
  readonly effort: number;
  /** Words that cutting a region in halves may visit. */
  readonly words: number;
}

/** A few seconds: two files of 100,000 lines out of ten different ones are within them, so theirs is a shortest script. */
const BOUNDS: Bounds = { reach: 200, effort: 2e8, words: 5e8 };

/**
 * A search for a middle takes time by the square of its reach, cutting in halves by the product of the sides. This part
 * of the root of the product is searched first, so that a search in vain costs little.
 */
const SEARCHED = 1 / 16;

/**
 * The fewest lines to remove and to add, as regions in order with something common between each two. Files so large
 * and so unlike that this would take more than seconds are given a few more than the fewest.
 */
export const findEdits = (
  { oldLines, newLines, count }: NumberedLines,
  bounds = BOUNDS,
): readonly Region[] => {
  // A line that the other side lacks is changed, whatever else is: the search need not see it.
  const sharedOld = placesOfShared(oldLines, newLines, count);
  const sharedNew = placesOfShared(newLines, oldLines, count);
  const keptOld = new Uint8Array(oldLines.length);
  const keptNew = new Uint8Array(newLines.length);
  matchLines(pick(oldLines, sharedOld), pick(newLines, sharedNew), bounds, (oldAt, newAt) => {
    keptOld[sharedOld[oldAt] ?? 0] = 1;
    keptNew[sharedNew[newAt] ?? 0] = 1;
  });
  return regionsBetween(keptOld, keptNew);
};

const placesOfShared = (lines: Int32Array, others: Int32Array, count: number): Int32Array => {
  const known = new Uint8Array(count);
  for (const line of others) known[line] = 1;
  const places: number[] = [];
  for (let place = 0; place < lines.length; place += 1)
    if (known[lines[place] ?? 0] === 1) places.push(place);
  return Int32Array.from(places);
};

const pick = (lines: Int32Array, places: Int32Array): Int32Array => places.map((place) => lines[place] ?? 0);

type Keep = (oldAt: number, newAt: number) => void;

/** Calls `keep` for each pair of lines that stay. */
const matchLines = (oldLines: Int32Array, newLines: Int32Array, bounds: Bounds, keep: Keep): void => {
  const findMiddle = middleFinder(oldLines, newLines);
  let { effort } = bounds;
  let largest = Number.POSITIVE_INFINITY; // product of sides that halving may be tried on

  const match = (whole: Region): void => {
    let rest = trim(oldLines, newLines, whole, keep);
    while (rest.oldStart < rest.oldEnd && rest.newStart < rest.newEnd) {
      const { oldAt: oldEnd, newAt: newEnd } = cut(rest);
      match({ ...rest, oldEnd, newEnd });
      rest = trim(oldLines, newLines, { ...rest, oldStart: oldEnd, newStart: newEnd }, keep);
    }
  };

  const cut = (region: Region): Cut => {
    const product = (region.oldEnd - region.oldStart) * (region.newEnd - region.newStart);
    const reach = Math.max(bounds.reach, Math.floor(Math.sqrt(Math.min(SEARCHED ** 2 * product, effort))));
    const middle = findMiddle(region, reach);
    if (middle.shortest) return middle;
    effort = Math.max(0, effort - reach ** 2);
    const half = product > largest ? undefined : halve(oldLines, newLines, region, bounds.words);
    if (half === undefined) largest = Math.min(largest, product / 2);
    return half ?? middle;
  };

  match({ oldStart: 0, oldEnd: oldLines.length, newStart: 0, newEnd: newLines.length });
};

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
  let oldEnd = 0;
  let newEnd = 0;
  while (oldEnd < keptOld.length || newEnd < keptNew.length) {
    const oldStart = oldEnd;
    const newStart = newEnd;
    while (keptOld[oldEnd] === 0) oldEnd += 1;
    while (keptNew[newEnd] === 0) newEnd += 1;
    if (oldEnd > oldStart || newEnd > newStart) regions.push({ oldStart, oldEnd, newStart, newEnd });
    else {
      oldEnd += 1;
      newEnd += 1;
    }
  }
  return regions;
};
