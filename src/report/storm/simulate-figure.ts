import type { Estimate } from "../../simulate/figures/estimate.js";
import type { Seconds, Share } from "../../text/units.js";
import { showCount } from "../../text/units.js";

/** 97.3 %, 0.05 %, 0 %: a share of requests. */
export const share = (value: Share): string => {
  const percent = value * 100;
  if (percent === 0 || percent === 100) return `${percent} %`;
  return `${percent.toFixed(Math.abs(percent) < 0.095 ? 2 : 1)} %`;
};

/** 12.5 s, 0.31 s, 108 s, 15 s. */
export const seconds = (value: Seconds): string => {
  const digits = Number.isInteger(value) || Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 1 ? 1 : 2;
  return `${value.toFixed(digits)} s`;
};

/** 1,234; 12; 0.3: how many of something, on average. */
export const amount = (value: number): string =>
  Number.isInteger(value) || Math.abs(value) >= 100 ? showCount(Math.round(value)) : value.toFixed(1);

/** What is less than one keeps a digit: the mean of many runs in which nothing happened and one in which it did. */
export const few = (value: number): string =>
  value < 0.95 ? String(Number(value.toPrecision(1))) : amount(value);

/** `56.9 % (55.2 to 58.1)`: a mean and its interval; the interval is left out where it is no wider than what is shown. */
export const withInterval = ({ mean, low, high }: Estimate, show: (value: number) => string): string => {
  const [from, to] = [show(low), show(high)];
  if (from === to) return show(mean);
  return `${show(mean)} (${bare(from)} to ${bare(to)})`;
};

/** Without its unit, which stands beside it. */
const bare = (figure: string): string => figure.replace(/ (?:%|s|points)$/, "");

const BARS = " ▁▂▃▄▅▆▇█";

/** One bar for each value; the highest stands for `most`, and anything above nothing is seen. */
export const sparkline = (values: readonly number[], most: number): string =>
  values
    .map((value) => {
      const height = most === 0 ? 0 : Math.ceil((Math.min(value, most) / most) * (BARS.length - 1));
      return BARS[height] ?? " ";
    })
    .join("");

/** As many values as there are columns, each the highest of those that it stands for. */
export const squeeze = (values: readonly number[], columns: number): readonly number[] => {
  if (values.length <= columns) return values;
  return Array.from({ length: columns }, (_, column) =>
    Math.max(
      ...values.slice(
        Math.floor((column * values.length) / columns),
        Math.floor(((column + 1) * values.length) / columns),
      ),
    ),
  );
};
