import type { Prediction } from "../../../simulate/figures/prediction.js";
import { seconds } from "../../storm/simulate-figure.js";
import type { SafeHtml } from "../kit/safe-html.js";
import { html, NOTHING } from "../kit/safe-html.js";
import { pointsOf } from "./storm-measures.js";
import type { Point } from "./storm-path.js";
import { areaUnder } from "./storm-path.js";
import type { Layer, Plot } from "./storm-plot.js";
import type { StormSide, TimeAxis } from "./storm-scale.js";
import { lastMoment, roundUp, shortAmount, timeAxis } from "./storm-scale.js";

/** Drawings of each host are for a few to be compared, not for a sweep. */
const MAX_SIDES = 4;
/** More points than this are not seen in a small drawing. */
const MAX_POINTS = 120;

/** One scale for the small drawings of all hosts on all sides. */
export interface HostScale {
  readonly axis: TimeAxis;
  readonly last: number;
  readonly end: number;
  /** Whether there is nothing to draw on any side. */
  readonly empty: boolean;
}

export const hostScale = (sides: readonly StormSide[], most: number): HostScale => {
  const last = lastMoment(sides);
  return { axis: timeAxis(last), last, end: roundUp(most), empty: most === 0 };
};

/** The highest of all values of some curves. */
export const highest = (...curves: readonly (readonly number[])[]): number =>
  curves.reduce((most, curve) => curve.reduce((higher, value) => Math.max(higher, value), most), 0);

/** When a curve is highest. */
export const peak = (values: readonly number[], { moments }: Prediction): string =>
  seconds(moments[values.indexOf(highest(values))]?.t ?? 0);

export const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / Math.max(values.length, 1);

export const areaOf = (
  look: string,
  values: readonly number[],
  { moments }: Prediction,
  { axis, end }: Pick<HostScale, "axis" | "end">,
): Layer => {
  const points = pointsOf(values, moments, MAX_POINTS);
  return { look, path: areaUnder([[0, 0], ...points.map(([t, value]): Point => [axis.at(t), value / end])]) };
};

export const hostFrame = ({ axis, end }: HostScale): Pick<Plot, "size" | "levels" | "times"> => ({
  size: "small",
  levels: [
    { at: 0, text: "0" },
    { at: 1, text: shortAmount(end) },
  ],
  times: [axis.marks[0], axis.marks.at(-1)].flatMap((mark) => mark ?? []),
});

/** What all drawings have in common, in words. */
export const scaleWords = ({ end, last, empty }: HostScale, what: string): SafeHtml =>
  empty
    ? NOTHING
    : html`<p class="quiet">All share one scale, up to ${shortAmount(end)} ${what} and ${seconds(last)}; curves are the mean of the runs.</p>`;

export const groupWords = (curves: readonly { readonly hosts: readonly string[] }[]): SafeHtml =>
  curves.some(({ hosts }) => hosts.length > 1)
    ? html`<p class="quiet">Too many to draw each one: hosts with the same settings share one drawing, their mean.</p>`
    : NOTHING;

/** Why the hosts are not drawn; undefined where they are. */
export const tooManySides = (sides: readonly StormSide[]): SafeHtml | undefined =>
  sides.length > MAX_SIDES
    ? html`<p>Hosts are drawn for at most ${MAX_SIDES} predictions; there are ${sides.length} here.</p>`
    : undefined;
