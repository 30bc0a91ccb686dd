import type { Lines } from "./lines.js";
import { textLength } from "./lines.js";
import type { Region } from "./middle.js";

/** One side of a comparison: lines as numbers, equal where they are equal, and as they read. */
export interface NumberedSide {
  readonly numbers: Int32Array;
  readonly lines: Lines;
}

/** How far a block is moved at most, in lines: it bounds the time that long runs of equal lines take. */
const FURTHEST = 200;

/**
 * Moves blocks that are only added, or only removed, to where they read best. A block between equal lines can stand a
 * few lines up or down and mean the same: it goes where it begins and ends at the border of a section; failing that, up
 * to the edit before, to be one with it; failing that, where it cuts the least.
 */
export const slideEdits = (
  edits: readonly Region[],
  before: NumberedSide,
  after: NumberedSide,
): readonly Region[] => {
  const settled: Region[] = [];
  const waiting = [...edits].reverse();
  for (let edit = waiting.pop(); edit !== undefined; edit = waiting.pop()) {
    const removes = edit.newStart === edit.newEnd;
    if (!removes && edit.oldStart !== edit.oldEnd) {
      settle(settled, edit);
      continue;
    }
    const { numbers, lines } = removes ? before : after;
    const start = removes ? edit.oldStart : edit.newStart;
    const end = removes ? edit.oldEnd : edit.newEnd;
    const previous = settled.at(-1);
    const above = edit.oldStart - (previous?.oldEnd ?? 0);
    const below = (waiting.at(-1)?.oldStart ?? before.numbers.length) - edit.oldEnd;
    const up = room(above, (by) => numbers[start - by] === numbers[end - by]);
    const down = room(below, (by) => numbers[start + by - 1] === numbers[end + by - 1]);
    // Most blocks can't be moved, and what they cost need not be asked.
    if (up === 0 && down === 0 && above > 0) {
      settle(settled, edit);
      continue;
    }
    const { shift, cost } = best(-up, down, (by) => cutCost(lines, start + by) + cutCost(lines, end + by));
    if (cost > 0 && previous !== undefined && up === above) {
      settled.pop();
      waiting.push({ ...shifted(edit, -up), oldStart: previous.oldStart, newStart: previous.newStart });
    } else settle(settled, shifted(edit, shift));
  }
  return settled;
};

/** How many lines further a block may go, of those at hand. */
const room = (lines: number, mayPass: (by: number) => boolean): number => {
  const most = Math.min(lines, FURTHEST);
  let by = 0;
  while (by < most && mayPass(by + 1)) by += 1;
  return by;
};

/** Of equals the last, as people add below what is there. */
const best = (from: number, to: number, costOf: (by: number) => number): { shift: number; cost: number } => {
  let shift = from;
  let cost = Number.POSITIVE_INFINITY;
  for (let by = from; by <= to; by += 1) {
    const here = costOf(by);
    if (here > cost) continue;
    shift = by;
    cost = here;
  }
  return { shift, cost };
};

/** Edits that touch are one. */
const settle = (settled: Region[], edit: Region): void => {
  const previous = settled.at(-1);
  if (previous?.oldEnd !== edit.oldStart) settled.push(edit);
  else settled[settled.length - 1] = { ...edit, oldStart: previous.oldStart, newStart: previous.newStart };
};

const shifted = (edit: Region, by: number): Region => ({
  oldStart: edit.oldStart + by,
  oldEnd: edit.oldEnd + by,
  newStart: edit.newStart + by,
  newEnd: edit.newEnd + by,
});

/** What it costs the eye to cut before a line: nothing between sections, more the deeper inside one. */
const cutCost = (lines: Lines, at: number): number => {
  if (at === 0 || at === lines.count) return 0;
  const shown = isBlank(lines, at) ? at + 1 : at;
  return 2 * indent(lines, shown) + (isBlank(lines, at - 1) ? 0 : 1);
};

const isBlank = (lines: Lines, at: number): boolean => indent(lines, at) === textLength(lines, at);

/** How many blanks a line begins with; past the last line there are none. */
const indent = (lines: Lines, at: number): number => {
  const start = lines.starts[at] ?? 0;
  let blanks = 0;
  while (BLANKS.has(lines.bytes[start + blanks] ?? 0)) blanks += 1;
  return blanks;
};

/** Tab, vertical tab, form feed, carriage return, space. */
const BLANKS = new Set([9, 11, 12, 13, 32]);
