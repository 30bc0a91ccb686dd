import type { Cut, Region } from "./middle.js";

/** Bits of a word, so that the sum of two words and a carry is still a small integer. */
const BITS = 30;
const ALL = 2 ** BITS - 1;

/**
 * Cuts a region where its longer side has its middle and a shortest edit script passes, whatever the number of edits
 * (D. S. Hirschberg, "A Linear Space Algorithm for Computing Maximal Common Subsequences", 1975). Undefined where that
 * would visit more words of a bit vector than allowed.
 */
export const halve = (
  oldLines: Int32Array,
  newLines: Int32Array,
  region: Region,
  allowed: number,
): Cut | undefined => {
  const oldPart = oldLines.subarray(region.oldStart, region.oldEnd);
  const newPart = newLines.subarray(region.newStart, region.newEnd);
  const [long, short] = oldPart.length < newPart.length ? [newPart, oldPart] : [oldPart, newPart];

  const numbers = new Map<number, number>();
  for (const line of short) if (!numbers.has(line)) numbers.set(line, numbers.size);
  const renumber = (lines: Int32Array): Int32Array =>
    lines.map((line) => numbers.get(line) ?? NONE).filter((line) => line !== NONE);

  const half = long.length >> 1;
  const columns = renumber(short);
  const head = commonWithPrefixes(renumber(long.subarray(0, half)), columns, numbers.size, allowed);
  if (head === undefined) return undefined;
  const tail = commonWithPrefixes(
    renumber(long.subarray(half)).reverse(),
    columns.reverse(),
    numbers.size,
    allowed,
  );
  if (tail === undefined) return undefined;

  const commonAt = (at: number): number => (head[at] ?? 0) + (tail[short.length - at] ?? 0);
  let best = 0;
  for (let at = 1; at <= short.length; at += 1) if (commonAt(at) > commonAt(best)) best = at;
  const [oldAt, newAt] = long === newPart ? [best, half] : [half, best];
  return { oldAt: region.oldStart + oldAt, newAt: region.newStart + newAt };
};

const NONE = -1;

/**
 * The length of the longest common subsequence of all of `rows` with each prefix of `columns`, by bit vectors
 * (H. Hyyrö, "Bit-Parallel LCS-length Computation Revisited", 2004): a clear bit is a column where that length grows.
 * Only words with a match, or a carry from the word before, are visited.
 */
const commonWithPrefixes = (
  rows: Int32Array,
  columns: Int32Array,
  count: number,
  allowed: number,
): Int32Array | undefined => {
  const { firsts, words, masks } = indexMatches(columns, count);
  let visits = 0;
  for (const line of rows) visits += (firsts[line + 1] ?? 0) - (firsts[line] ?? 0);
  if (visits > allowed) return undefined;

  const vector = new Int32Array(Math.ceil(columns.length / BITS)).fill(ALL);
  for (const line of rows) {
    const last = firsts[line + 1] ?? 0;
    let carry = 0;
    let at = 0;
    for (let index = firsts[line] ?? 0; index < last; index += 1) {
      const word = words[index] ?? 0;
      if (carry === 1 && at < word) carry = ripple(vector, at, word);
      const value = vector[word] ?? 0;
      const mask = masks[index] ?? 0;
      const sum = value + (value & mask) + carry;
      vector[word] = (sum & ALL) | (value & ~mask);
      carry = sum >>> BITS;
      at = word + 1;
    }
    if (carry === 1) ripple(vector, at, vector.length);
  }

  const lengths = new Int32Array(columns.length + 1);
  for (const at of columns.keys()) {
    const clear = (((vector[Math.floor(at / BITS)] ?? 0) >>> (at % BITS)) & 1) === 0;
    lengths[at + 1] = (lengths[at] ?? 0) + (clear ? 1 : 0);
  }
  return lengths;
};

/** Takes a carry through words without a match; gives the carry out of the last. */
const ripple = (vector: Int32Array, from: number, to: number): number => {
  for (let at = from; at < to; at += 1) {
    const value = vector[at] ?? 0;
    if (value === ALL) continue;
    vector[at] = value | (value + 1);
    return 0;
  }
  return 1;
};

/** For each line the words it occurs in, and where in them: from firsts[line] up to firsts[line + 1]. */
const indexMatches = (columns: Int32Array, count: number) => {
  const latest = new Int32Array(count).fill(-1);
  const firsts = new Int32Array(count + 1);
  for (const [at, line] of columns.entries()) {
    const word = Math.floor(at / BITS);
    if (latest[line] !== word) firsts[line + 1] = (firsts[line + 1] ?? 0) + 1;
    latest[line] = word;
  }
  for (let line = 0; line < count; line += 1)
    firsts[line + 1] = (firsts[line + 1] ?? 0) + (firsts[line] ?? 0);

  const ends = firsts.slice(0, count);
  const words = new Int32Array(firsts[count] ?? 0);
  const masks = new Int32Array(words.length);
  latest.fill(-1);
  for (const [at, line] of columns.entries()) {
    const word = Math.floor(at / BITS);
    if (latest[line] !== word) ends[line] = (ends[line] ?? 0) + 1;
    latest[line] = word;
    const index = (ends[line] ?? 0) - 1;
    words[index] = word;
    masks[index] = (masks[index] ?? 0) | (1 << (at % BITS));
  }
  return { firsts, words, masks };
};
