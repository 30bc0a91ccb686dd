import { studentFactor } from "./student.js";

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
