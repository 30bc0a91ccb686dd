/** The mean over the runs, and the interval that holds the true one with 95 % (Student's t). */
export interface Estimate {
  readonly mean: number;
  readonly low: number;
  readonly high: number;
}

/** The range that a figure can lie in at all. */
export interface Range {
  readonly least: number;
  readonly most: number;
}

export const SHARE: Range = { least: 0, most: 1 };
export const AMOUNT: Range = { least: 0, most: Number.POSITIVE_INFINITY };
export const DIFFERENCE: Range = { least: Number.NEGATIVE_INFINITY, most: Number.POSITIVE_INFINITY };

/** One run alone has no interval: low and high are its figure. */
export const estimate = (figures: readonly number[], { least, most }: Range): Estimate => {
  const count = figures.length;
  const mean = figures.reduce((sum, figure) => sum + figure, 0) / Math.max(count, 1);
  if (count < 2) return { mean, low: mean, high: mean };
  const variance = figures.reduce((sum, figure) => sum + (figure - mean) ** 2, 0) / (count - 1);
  const error = studentFactor(count - 1) * Math.sqrt(variance / count);
  return { mean, low: Math.max(mean - error, least), high: Math.min(mean + error, most) };
};

/** 97.5 % point of the normal distribution. */
const NORMAL = 1.959963984540054;

/** 97.5 % points of Student's t for 1 to 9 degrees of freedom. */
const FEW = [12.7062, 4.3027, 3.1824, 2.7764, 2.5706, 2.4469, 2.3646, 2.306, 2.2622] as const;

/** What a mean's standard error is multiplied with for a 95 % interval; three decimals are right. */
export const studentFactor = (degrees: number): number => {
  const known = FEW[degrees - 1];
  if (known !== undefined) return known;
  // Cornish and Fisher's expansion about the normal distribution (Abramowitz and Stegun 26.7.5).
  const z = NORMAL;
  const terms = [
    z,
    (z ** 3 + z) / 4,
    (5 * z ** 5 + 16 * z ** 3 + 3 * z) / 96,
    (3 * z ** 7 + 19 * z ** 5 + 17 * z ** 3 - 15 * z) / 384,
  ];
  return terms.reduce((sum, term, power) => sum + term / degrees ** power, 0);
};
