/** Picks one of several things by their shares of the whole. */
export class Shares {
  private readonly ends: Float64Array;

  constructor(weights: ArrayLike<number>) {
    let end = 0;
    this.ends = Float64Array.from(weights, (weight) => {
      end += weight;
      return end;
    });
  }

  /** The thing that a number between 0 and 1 falls on. */
  pick(at: number): number {
    const { ends } = this;
    const sought = at * (ends.at(-1) ?? 0);
    let low = 0;
    let high = ends.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((ends[middle] as number) > sought) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}
