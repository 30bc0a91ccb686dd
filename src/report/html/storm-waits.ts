import type { Estimate } from "../../simulate/estimate.js";
import type { Prediction } from "../../simulate/prediction.js";
import { seconds, share, withInterval } from "../simulate-figure.js";
import type { SafeHtml } from "./safe-html.js";
import { html, NOTHING } from "./safe-html.js";
import type { StormSide } from "./storm-scale.js";
import { at, largest, roundUp, ticks, WIDTH } from "./storm-scale.js";

const POINTS = [
  ["p50", "half within"],
  ["p90", "90 % within"],
  ["p99", "99 % within"],
  ["max", "longest"],
] as const;

const LABELS = 92;
const FIGURE = 60;
const BARS = WIDTH - LABELS - FIGURE;
const THICK = 9;
const ROW = 36;
const HEAD = 24;
const FOOT = 22;

/** How long requests wait: for the answer, and for their turn in HAProxy's queue. */
export const stormWaits = (sides: readonly StormSide[], id: string): SafeHtml => {
  const end = roundUp(
    1.1 * largest(sides, ({ wait, queueWait }) => Math.max(wait.max.mean, queueWait.max.mean)),
  );
  const queues = sides.some(({ prediction }) => prediction.queueWait.max.mean > 0);
  return html`
<div class="sides">${sides.map((side, index) => drawing(side, end, queues, `${id}-${index + 1}`))}</div>
<p class="quiet">Whiskers: the interval that holds the true figure with 95 %.${queues ? " Waits for the answer are those of requests that were answered; waits in the queue those of all." : ""}</p>`;
};

const drawing = ({ name, prediction }: StormSide, end: number, queues: boolean, id: string): SafeHtml => {
  const bottom = HEAD + POINTS.length * ROW;
  const x = (value: number): number => LABELS + (Math.min(value, end) / end) * BARS;
  return html`
<figure><figcaption class="strong">${name}</figcaption>
<svg class="storm" viewBox="0 0 ${WIDTH} ${bottom + FOOT}" role="img" aria-labelledby="${id}-title ${id}-desc">
<title id="${id}-title">${name}: how long requests wait</title>
<desc id="${id}-desc">${describe(prediction)}</desc>
<rect class="area queue" x="${LABELS}" y="4" width="10" height="10"/><text x="${LABELS + 16}" y="13">until the answer</text>
${queues ? html`<rect class="area waiting" x="${LABELS + 130}" y="4" width="10" height="10"/><text x="${LABELS + 146}" y="13">in HAProxy's queue</text>` : NOTHING}
${ticks(end).map((t) => html`<path class="grid" d="M${at(x(t))} ${HEAD}V${bottom}"/><text class="quiet" x="${at(x(t))}" y="${bottom + 15}" text-anchor="middle">${seconds(t)}</text>`)}
${POINTS.map(([point, words], index) => {
  const y = HEAD + index * ROW + 6;
  return html`<text x="0" y="${y + THICK}">${words}</text>${bar(prediction.wait[point], "queue", x, y)}${queues ? bar(prediction.queueWait[point], "waiting", x, y + THICK + 4) : NOTHING}`;
})}
<path class="axis" d="M${LABELS} ${HEAD}V${bottom}"/>
</svg></figure>`;
};

const bar = (
  { mean, low, high }: Estimate,
  paint: "queue" | "waiting",
  x: (value: number) => number,
  y: number,
): SafeHtml => {
  const middle = y + THICK / 2;
  const whisker =
    x(high) - x(low) < 1
      ? NOTHING
      : html`<path class="mark" d="M${at(x(low))} ${middle - 3}v6m0 -3H${at(x(high))}m0 -3v6"/>`;
  return html`<rect class="area ${paint}" x="${at(x(0))}" y="${y}" width="${at(x(mean) - x(0))}" height="${THICK}"/>${whisker}<text x="${at(x(Math.max(high, mean)) + 6)}" y="${y + THICK}">${seconds(mean)}</text>`;
};

const describe = ({ answered, wait, queueWait }: Prediction): string => {
  const told = (waits: Prediction["wait"]): string =>
    POINTS.map(([point, words]) => `${words} ${withInterval(waits[point], seconds)}`).join(", ");
  const queue = queueWait.max.mean === 0 ? "" : ` In the queue: ${told(queueWait)}.`;
  return `${share(answered.mean)} of the requests are answered: ${told(wait)}.${queue}`;
};
