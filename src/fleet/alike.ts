/**
 * Numbers for things that are alike: equal values have one number, and so have equal sequences of values. 100,000 hosts
 * are sorted into a handful of groups without a text for each.
 */
export class Alike {
  private readonly values = new Map<unknown, number>();
  private readonly selves = new Map<object, number>();
  private readonly texts = new Map<string, number>();
  private readonly pairs = new Map<number, number>();

  /** The number of the sequence numbered `before` with `value` behind it; 0 numbers the empty one. Objects count by what they hold. */
  and(before: number, value: unknown): number {
    return this.pair(before, 2 * this.idOf(value));
  }

  /** The same, where an object counts as itself. */
  andThis(before: number, thing: object): number {
    return this.pair(before, 2 * idIn(this.selves, thing) + 1);
  }

  private pair(before: number, id: number): number {
    // Both stay far below 2^26, so that the sum is exact.
    return idIn(this.pairs, before * 2 ** 26 + id);
  }

  /** An object is spelled out once. */
  private idOf(value: unknown): number {
    if (typeof value !== "object" || value === null) return idIn(this.values, value);
    const known = this.values.get(value);
    if (known !== undefined) return known;
    const text = JSON.stringify(value);
    const id = this.texts.get(text) ?? idIn(this.values, value);
    this.texts.set(text, id);
    this.values.set(value, id);
    return id;
  }
}

/** Counts from 1, in the order in which things are met. */
const idIn = <T>(ids: Map<T, number>, thing: T): number => {
  const known = ids.get(thing);
  if (known !== undefined) return known;
  const id = ids.size + 1;
  ids.set(thing, id);
  return id;
};
