/** The least of any number of figures; Infinity of none. `Math.min(...)` overflows the stack where a fleet has 125,000 of them. */
export const least = (figures: readonly number[]): number =>
  figures.reduce((lowest, figure) => Math.min(lowest, figure), Number.POSITIVE_INFINITY);

/** The greatest; -Infinity of none. */
export const greatest = (figures: readonly number[]): number =>
  figures.reduce((highest, figure) => Math.max(highest, figure), Number.NEGATIVE_INFINITY);
