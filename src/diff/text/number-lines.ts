import type { Lines } from "./lines.js";

/** Numbers in place of lines, from 0 up, equal exactly where the lines are. */
export interface NumberedLines {
  readonly oldLines: Int32Array;
  readonly newLines: Int32Array;
  /** How many different lines there are. */
  readonly count: number;
}

/** A last line without its newline is another line than the same text with one. */
export const numberLines = (before: Lines, after: Lines): NumberedLines => {
  const all = before.count + after.count;
  // Open addressing, at most half full: each slot holds a number + 1, or 0.
  const slots = new Int32Array(2 ** Math.ceil(Math.log2(2 * all + 2)));
  const mask = slots.length - 1;
  const firsts = new Int32Array(all); // of each number the line that it was given to, counted through both sides
  let count = 0;

  const isFirst = (number: number, side: Lines, line: number): boolean => {
    const first = firsts[number] ?? 0;
    return first < before.count
      ? sameLine(before, first, side, line)
      : sameLine(after, first - before.count, side, line);
  };
  const numbered = (side: Lines, offset: number): Int32Array => {
    const numbers = new Int32Array(side.count);
    for (let line = 0; line < side.count; line += 1) {
      const hash = side.hashes[line] ?? 0;
      let slot = (hash ^ (hash >>> 15)) & mask;
      let known = slots[slot] ?? 0;
      while (known !== 0 && !isFirst(known - 1, side, line)) {
        slot = (slot + 1) & mask;
        known = slots[slot] ?? 0;
      }
      if (known === 0) {
        firsts[count] = offset + line;
        count += 1;
        known = count;
        slots[slot] = known;
      }
      numbers[line] = known - 1;
    }
    return numbers;
  };
  const oldLines = numbered(before, 0);
  const newLines = numbered(after, before.count);
  return { oldLines, newLines, count };
};

const sameLine = (a: Lines, line: number, b: Lines, other: number): boolean => {
  if (a.hashes[line] !== b.hashes[other]) return false;
  let at = a.starts[line] ?? 0;
  let to = b.starts[other] ?? 0;
  const end = a.starts[line + 1] ?? 0;
  if (end - at !== (b.starts[other + 1] ?? 0) - to) return false;
  while (at < end && a.bytes[at] === b.bytes[to]) {
    at += 1;
    to += 1;
  }
  return at === end;
};
