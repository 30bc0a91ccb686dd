import type { Prediction } from "../../simulate/prediction.js";

/** One prediction of those that stand side by side, and what it is called there. */
export interface StormSide {
  readonly name: string;
  readonly prediction: Prediction;
}

/** Units that a drawing is wide. */
export const WIDTH = 540;
/** Where plots and bars begin, and what is left to the right of them. */
export const LEFT = 46;
export const RIGHT = 12;
export const PLOT = WIDTH - LEFT - RIGHT;

/** The least number of one digit and zeros (1, 2, 5) that is not below a value: what an axis ends at. */
export const roundUp = (value: number): number => {
  if (value <= 0) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  const step = [1, 2, 5, 10].find((times) => times * power >= value * (1 - 1e-9)) ?? 10;
  return Number((step * power).toPrecision(3));
};

/** Marks of an axis from 0 to its end: four to eight of them, at round numbers. */
export const ticks = (end: number): readonly number[] => {
  const step = roundUp(end / 7);
  return Array.from({ length: Math.floor(end / step + 1e-9) + 1 }, (_, at) =>
    Number((at * step).toPrecision(6)),
  );
};

/** One digit after the point is a tenth of a pixel. */
export const at = (coordinate: number): string => String(Number(coordinate.toFixed(1)));

/** The largest of a figure over all sides: one scale for all of them. */
export const largest = (sides: readonly StormSide[], figure: (prediction: Prediction) => number): number =>
  sides.reduce((most, { prediction }) => Math.max(most, figure(prediction)), 0);
