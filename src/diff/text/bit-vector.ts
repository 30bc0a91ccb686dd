/** Bits of a word, so that the sum of two words and a carry is still a small integer. */
export const BITS = 30;
const ALL = 2 ** BITS - 1;

/**
 * The lengths of the longest common subsequences of the rows so far with each prefix of the columns: a clear bit is a
 * column where that length grows (H. Hyyrö, "Bit-Parallel LCS-length Computation Revisited", 2004). It notes what each
 * row changes, and takes it back.
 */
export class BitVector {
  readonly words: Int32Array;
  /** Words from here on are as they were at the start: every bit is set. */
  private top = 0;
  /** By pairs, a word and what it was. */
  private log = new Int32Array(2 ** 12);
  private logged = 0;

  constructor(width: number) {
    this.words = new Int32Array(width).fill(ALL);
  }

  /** Where the notes end; what `undo` goes back to. */
  get mark(): number {
    return this.logged;
  }

  /** Adds a row that has the matches of `masks` in the words `places`, from one index up to another. */
  add(places: Int32Array, masks: Int32Array, from: number, to: number): void {
    if (this.log.length < this.logged + 4 * (to - from) + 2) this.widenLog(4 * (to - from) + 2);
    const { words, log, top } = this;
    let { logged } = this;
    let carry = 0;
    let next = 0;
    for (let at = from; at <= to; at += 1) {
      const place = at < to ? (places[at] ?? 0) : top;
      if (carry === 1) {
        // Through words without a match a carry goes on to the first clear bit.
        const end = Math.min(place, top);
        while (next < end && words[next] === ALL) next += 1;
        if (next < end) {
          const value = words[next] ?? 0;
          log[logged] = next;
          log[logged + 1] = value;
          logged += 2;
          words[next] = value | (value + 1);
          carry = 0;
        }
      }
      if (at === to) break;
      const value = words[place] ?? 0;
      const mask = masks[at] ?? 0;
      const sum = value + (value & mask) + carry;
      log[logged] = place;
      log[logged + 1] = value;
      logged += 2;
      words[place] = (sum & ALL) | (value & ~mask);
      carry = sum >>> BITS;
      next = place + 1;
    }
    if (next > top) this.top = next;
    this.logged = logged;
  }

  undo(mark: number): void {
    const { words, log } = this;
    for (let at = this.logged - 2; at >= mark; at -= 2) words[log[at] ?? 0] = log[at + 1] ?? 0;
    this.logged = mark;
  }

  forget(): void {
    this.logged = 0;
  }

  /** The words from `first` on that are not as they were at the start. */
  save(first: number): Int32Array {
    return this.words.slice(first, this.top);
  }

  /** Takes back words that were saved; those before `first` stay as they are. */
  restore(first: number, saved: Int32Array): void {
    this.words.fill(ALL, first);
    this.words.set(saved, first);
    this.top = first + saved.length;
    this.logged = 0;
  }

  grows(column: number): boolean {
    const word = Math.floor(column / BITS);
    return (((this.words[word] ?? 0) >>> (column - word * BITS)) & 1) === 0;
  }

  /** The last column before `end` where the length grows, or -1: of no bit set clz32 is 32. */
  lastGrowth(end: number): number {
    let word = Math.floor(end / BITS);
    let clear = ~(this.words[word] ?? 0) & ((1 << (end - word * BITS)) - 1);
    while (clear === 0 && word > 0) {
      word -= 1;
      clear = ~(this.words[word] ?? 0) & ALL;
    }
    return word * BITS + 31 - Math.clz32(clear);
  }

  private widenLog(more: number): void {
    const wide = new Int32Array(2 * this.log.length + more);
    wide.set(this.log);
    this.log = wide;
  }
}
