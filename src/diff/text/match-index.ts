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
