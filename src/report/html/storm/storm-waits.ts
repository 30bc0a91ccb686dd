import type { Prediction } from "../../../simulate/figures/prediction.js";
import type { WaitShare } from "../../../simulate/figures/waits.js";
import { seconds, share, withInterval } from "../../storm/simulate-figure.js";
import type { SafeHtml } from "../kit/safe-html.js";
import { html } from "../kit/safe-html.js";
import type { Point } from "./storm-path.js";
import { lineThrough } from "./storm-path.js";
import type { Layer, LegendKey } from "./storm-plot.js";
import { drawPlot, legend } from "./storm-plot.js";
import type { StormSide, TimeAxis } from "./storm-scale.js";
import { logTimeAxis, timeAxis, timeEnd } from "./storm-scale.js";

const SHARES = [0, 0.25, 0.5, 0.75, 1];

/** How long requests wait: the share that has its answer, or has left HAProxy's queue, within a time. */
export const stormWaits = (sides: readonly StormSide[]): SafeHtml => {
  const axis = axisOf(sides.map(({ prediction }) => prediction));
  if (axis === undefined) return html`<p>No request was answered, and none waited.</p>`;
  const queues = sides.some(({ prediction }) => waitsInQueue(prediction));
  return html`
<div class="sides">${sides.map((side, index) => drawing(side, sides.length === 2 ? sides[1 - index] : undefined, axis, queues))}</div>
<p class="quiet">The share of all requests, over all runs, whose wait is over within a time${axis.isLog ? ", on a logarithmic scale" : ""}. Requests above the level end of the answers' line never get one.</p>`;
};

/** A wait that can be seen. */
const MIN_WAIT = 0.1;

export const waitsInQueue = ({ queueWait }: Prediction): boolean => queueWait.max.mean >= MIN_WAIT;

interface WaitAxis extends TimeAxis {
  readonly isLog: boolean;
}

/** Where half of one side's requests wait so much less than the longest, they would be on the axis of a linear scale. */
const FAR_APART = 30;
/** Past it, a curve has not begun: the shortest waits of a few. */
const MAX_DECADES = 1e6;
const BEGINS = 0.02;

const axisOf = (predictions: readonly Prediction[]): WaitAxis | undefined => {
  const shown = predictions.flatMap((prediction) => [
    prediction.answeredWithin,
    ...(waitsInQueue(prediction) ? [prediction.queuedWithin] : []),
  ]);
  const longest = Math.max(0, ...shown.map((points) => points.at(-1)?.seconds ?? 0));
  if (longest === 0) return undefined;
  const reached = (part: number) =>
    Math.min(
      longest,
      ...predictions.map(({ answeredWithin }) => reachedAt(answeredWithin, part)).filter((time) => time > 0),
    );
  if (longest < FAR_APART * reached(0.5)) {
    return { ...timeAxis(timeEnd(longest)), isLog: false };
  }
  const from = Math.max(reached(BEGINS), longest / MAX_DECADES);
  return { ...logTimeAxis(from, longest), isLog: true };
};

/** When a part of those that get there at all has done so. */
const reachedAt = (points: readonly WaitShare[], part: number): number => {
  const all = points.at(-1)?.share ?? 0;
  return points.find((point) => point.share >= part * all)?.seconds ?? 0;
};

const drawing = (
  { name, prediction }: StormSide,
  other: StormSide | undefined,
  axis: WaitAxis,
  queues: boolean,
): SafeHtml => {
  const beside: readonly (readonly [Layer, LegendKey])[] =
    other === undefined
      ? []
      : [line("curve other", other.prediction.answeredWithin, axis, `the same of ${other.name}`)];
  const queue: readonly (readonly [Layer, LegendKey])[] = queues
    ? [line("curve queue", prediction.queuedWithin, axis, "has left HAProxy's queue")]
    : [];
  const drawn = [
    ...beside,
    ...queue,
    line(
      "curve answered",
      prediction.answeredWithin,
      axis,
      `is answered: ${share(prediction.answered.mean)} in total`,
    ),
  ];
  return html`
<figure><figcaption class="strong">${name}</figcaption>
${legend(drawn.map(([, key]) => key).toReversed())}
${drawPlot({
  words: describe(prediction, queues),
  size: "tall",
  levels: SHARES.map((at) => ({ at, text: `${at * 100} %` })),
  times: axis.marks,
  layers: drawn.map(([layer]) => layer),
})}</figure>`;
};

const line = (
  look: string,
  points: readonly WaitShare[],
  axis: WaitAxis,
  words: string,
): readonly [Layer, LegendKey] => {
  const places = points.map((point): Point => [axis.at(point.seconds), point.share]);
  // From the beginning of the axis, and level to its end.
  const path = lineThrough([
    [0, places.findLast(([x]) => x === 0)?.[1] ?? 0],
    ...places.filter(([x]) => x > 0),
    [1, places.at(-1)?.[1] ?? 0],
  ]);
  return [
    { look, path },
    { look, form: "line", words },
  ];
};

const POINTS = [
  ["p50", "p50"],
  ["p90", "p90"],
  ["p99", "p99"],
  ["max", "max"],
] as const;

const describe = ({ answered, wait, queueWait }: Prediction, queues: boolean): string => {
  const summary = (waits: Prediction["wait"]): string =>
    POINTS.map(([point, words]) => `${words} ${withInterval(waits[point], seconds)}`).join(", ");
  const queue = queues ? ` In HAProxy's queue: ${summary(queueWait)}.` : "";
  return `${share(answered.mean)} of the requests are answered, time to answer: ${summary(wait)}.${queue}`;
};
