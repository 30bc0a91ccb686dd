import { BitVector } from "./bit-vector.js";

/** For each line the words of a bit vector over the columns that it occurs in, and where in them. */
export interface MatchIndex {
  readonly columns: number;
  /** Words of a bit vector over all columns. */
  readonly width: number;
  /** Of line n the words stand from firsts[n] up to firsts[n + 1]. */
  readonly firsts: Int32Array;
  readonly words: Int32Array;
  readonly masks: Int32Array;
}

/** Lines are numbers below `count`; a word has that many bits. */
export const indexMatches = (columns: Int32Array, count: number, bits: number): MatchIndex => {
  const width = Math.ceil(columns.length / bits);
  const latest = new Int32Array(count).fill(-1);
  const firsts = new Int32Array(count + 1);
  for (let column = 0; column < columns.length; column += 1) {
    const line = columns[column] ?? 0;
    const word = Math.floor(column / bits);
    if (latest[line] !== word) firsts[line + 1] = (firsts[line + 1] ?? 0) + 1;
    latest[line] = word;
  }
  for (let line = 0; line < count; line += 1)
    firsts[line + 1] = (firsts[line + 1] ?? 0) + (firsts[line] ?? 0);

  const ends = firsts.slice(0, count);
  const words = new Int32Array(firsts[count] ?? 0);
  const masks = new Int32Array(words.length);
  latest.fill(-1);
  for (let column = 0; column < columns.length; column += 1) {
    const line = columns[column] ?? 0;
    const word = Math.floor(column / bits);
    if (latest[line] !== word) ends[line] = (ends[line] ?? 0) + 1;
    latest[line] = word;
    const at = (ends[line] ?? 0) - 1;
    words[at] = word;
    masks[at] = (masks[at] ?? 0) | (1 << (column - word * bits));
  }
  return { columns: columns.length, width, firsts, words, masks };
};

/** How many words all rows visit together. */
export const visitsOf = (rows: Int32Array, { firsts }: MatchIndex): number => {
  let visits = 0;
  for (let row = 0; row < rows.length; row += 1) {
    const line = rows[row] ?? 0;
    visits += (firsts[line + 1] ?? 0) - (firsts[line] ?? 0);
  }
  return visits;
};

const STRIDE = 2 ** 20;

/** The words of a bit vector that a row may match in: those up to `reach` away from where `centers` has it. */
export interface Band {
  /** For each row a word; none comes before that of an earlier row. */
  readonly centers: Int32Array;
  readonly reach: number;
}

interface Within {
  readonly band?: Band | undefined;
  /** Words that rows visit between two snapshots; it bounds the memory that going back takes. */
  readonly stride?: number | undefined;
}

interface Snapshot {
  readonly row: number;
  /** The words before it are as the next snapshot has them. */
  readonly first: number;
  readonly saved: Int32Array;
}

/**
 * Calls `keep` for each pair of a longest common subsequence of rows and columns, the last first; with a band, of a
 * longest one inside it. The rows are gone through twice: to the end, with snapshots on the way, and from each
 * snapshot, the last first, to undo one row after the other: where the length grows in a column with a row and not
 * without it, the two are a pair.
 */
export const longestCommon = (
  rows: Int32Array,
  { firsts, words, masks, columns, width }: MatchIndex,
  keep: (row: number, column: number) => void,
  { band, stride = STRIDE }: Within = {},
): void => {
  const vector = new BitVector(width);
  const firstOf = (row: number): number => (band ? (band.centers[row] ?? 0) - band.reach : 0);

  /** Gives how many words it visits. */
  const add = (row: number): number => {
    const line = rows[row] ?? 0;
    let from = firsts[line] ?? 0;
    let to = firsts[line + 1] ?? 0;
    if (band) {
      const first = firstOf(row);
      from = firstAtLeast(words, from, to, first);
      to = firstAtLeast(words, from, to, first + 2 * band.reach + 1);
    }
    vector.add(words, masks, from, to);
    return to - from;
  };

  const snapshots: Snapshot[] = [];
  let visits = stride;
  for (let row = 0; row < rows.length; row += 1) {
    if (visits >= stride) {
      const first = Math.max(0, firstOf(row));
      snapshots.push({ row, first, saved: vector.save(first) });
      visits = 0;
    }
    visits += add(row);
    vector.forget();
  }

  let column = columns;
  let end = rows.length;
  for (const { row: start, first, saved } of snapshots.toReversed()) {
    vector.restore(first, saved);
    const marks = new Int32Array(end - start);
    for (let row = start; row < end; row += 1) {
      marks[row - start] = vector.mark;
      add(row);
    }
    for (let row = end - 1; row >= start; row -= 1) {
      const growth = vector.lastGrowth(column);
      vector.undo(marks[row - start] ?? 0);
      if (growth < 0) continue;
      column = growth + 1;
      if (vector.grows(growth)) continue;
      keep(row, growth);
      column = growth;
    }
    end = start;
  }
};

/** The first index from `from` up to `to` of a word at or after `least`. */
const firstAtLeast = (words: Int32Array, from: number, to: number, least: number): number => {
  let [low, high] = [from, to];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((words[middle] ?? 0) < least) low = middle + 1;
    else high = middle;
  }
  return low;
};
