import type { Prediction } from "../../../simulate/figures/prediction.js";
import { showCount } from "../../../text/units.js";

/** One prediction of those that stand side by side, and what it is called there. */
export interface StormSide {
  readonly name: string;
  readonly prediction: Prediction;
}

/** The largest of a figure over all sides: one scale for all of them. */
export const largest = (sides: readonly StormSide[], figure: (prediction: Prediction) => number): number =>
  sides.reduce((most, { prediction }) => Math.max(most, figure(prediction)), 0);

/** When the last of them ends, in seconds. */
export const lastMoment = (sides: readonly StormSide[]): number =>
  largest(sides, ({ moments }) => moments.at(-1)?.t ?? 0);

const ROUND = [1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10];

/** The least round number that is not below a value: what an axis ends at. */
export const roundUp = (value: number): number => next(value, ROUND);

/** The greatest that is not above it. */
const roundDown = (value: number): number => {
  const power = 10 ** Math.floor(Math.log10(value));
  const step = ROUND.findLast((times) => times * power <= value * (1 + 1e-9)) ?? 1;
  return Number((step * power).toPrecision(3));
};

/** The least of 1, 2 and 5, times a power of ten, that is not below a value: what marks are apart. */
const stepAbove = (value: number): number => next(value, [1, 2, 5, 10]);

const next = (value: number, steps: readonly number[]): number => {
  if (value <= 0) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  const step = steps.find((times) => times * power >= value * (1 - 1e-9)) ?? 10;
  return Number((step * power).toPrecision(3));
};

/** A mark of an axis: where it stands, from 0 to 1, and what is written there. */
export interface Mark {
  readonly at: number;
  readonly text: string;
}

/** Where a time stands on an axis, from 0 to 1. */
export interface TimeAxis {
  readonly at: (seconds: number) => number;
  readonly marks: readonly Mark[];
}

/** So many marks still find room for their words on a telephone. */
const MAX_STEPS = 5;

const UNITS = [
  { seconds: 3600, name: "h", from: 2 * 3600 },
  { seconds: 60, name: "min", from: 300 },
  { seconds: 1, name: "s", from: 0 },
] as const;

const SECONDS = UNITS[2];

/** From 0 to `end`, in the unit that fits. */
export const timeAxis = (end: number): TimeAxis => {
  const unit = UNITS.find(({ from }) => end >= from) ?? SECONDS;
  const step = stepAbove(end / unit.seconds / MAX_STEPS);
  const count = Math.floor(end / unit.seconds / step + 1e-9);
  const at = (seconds: number): number => seconds / Math.max(end, 1e-9);
  const marks = Array.from({ length: count + 1 }, (_, index) => Number((index * step).toPrecision(6)));
  return {
    at,
    marks: marks.map((value) => ({
      at: at(value * unit.seconds),
      text: `${showCount(value)} ${unit.name}`,
    })),
  };
};

/** The end of a time axis that the longest of some times falls on: no emptier than it must be. */
export const timeEnd = (longest: number): number => {
  const unit = UNITS.find(({ from }) => longest >= from) ?? SECONDS;
  const step = stepAbove(longest / unit.seconds / MAX_STEPS);
  return Math.max(Math.ceil(longest / unit.seconds / step - 1e-9), 1) * step * unit.seconds;
};

/** Between two times, each ten times the one before as far from it as the next. */
export const logTimeAxis = (shortest: number, longest: number): TimeAxis => {
  const [from, to] = [roundDown(shortest), roundUp(longest)];
  const [low, high] = [Math.log10(from), Math.log10(to)];
  const at = (seconds: number): number =>
    seconds <= from ? 0 : Math.min((Math.log10(seconds) - low) / (high - low), 1);
  const all = Array.from(
    { length: Math.ceil(high) - Math.floor(low) + 1 },
    (_, index) => Math.floor(low) + index,
  )
    .flatMap((power) => [1, 3].map((times) => Number((times * 10 ** power).toPrecision(3))))
    .filter((seconds) => seconds >= from * (1 - 1e-9) && seconds <= to * (1 + 1e-9));
  const apart = all.length <= MAX_STEPS + 2 ? 1 : 2 * Math.ceil(all.length / 2 / (MAX_STEPS + 1));
  const first = all.findIndex((seconds) => Number.isInteger(Number(Math.log10(seconds).toFixed(9))));
  return {
    at,
    marks: all
      .filter((_, index) => (index - first) % apart === 0)
      .map((seconds) => ({ at: at(seconds), text: short(seconds) })),
  };
};

/** 5 ms, 0.2 s, 100 s. */
const short = (seconds: number): string =>
  seconds < 0.1 ? `${Number((seconds * 1000).toPrecision(3))} ms` : `${showCount(seconds)} s`;

/** 2,000 stands beside an axis; 200,000 would not fit there. */
export const shortAmount = (value: number): string =>
  value >= 10_000 ? `${showCount(value / 1000)}k` : showCount(value);
