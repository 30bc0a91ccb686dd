import type { Estimate } from "../../../simulate/figures/estimate.js";
import type { Prediction } from "../../../simulate/figures/prediction.js";
import { amount, seconds, share, withInterval } from "../../storm/simulate-figure.js";
import type { SafeHtml } from "../kit/safe-html.js";
import { html } from "../kit/safe-html.js";
import type { StormSide } from "./storm-scale.js";
import { waitsInQueue } from "./storm-waits.js";

type FigureRow = readonly [string, (prediction: Prediction) => Estimate, (value: number) => string];

const WAITS: readonly FigureRow[] = [
  ["Time to answer, p50", ({ wait }) => wait.p50, seconds],
  ["p90", ({ wait }) => wait.p90, seconds],
  ["p99", ({ wait }) => wait.p99, seconds],
  ["Max", ({ wait }) => wait.max, seconds],
];

const QUEUE_WAITS: readonly FigureRow[] = [
  ["Wait in HAProxy's queue, p50", ({ queueWait }) => queueWait.p50, seconds],
  ["Queue p99", ({ queueWait }) => queueWait.p99, seconds],
  ["Queue max", ({ queueWait }) => queueWait.max, seconds],
];

const DOWN: FigureRow = ["Server lines marked DOWN", ({ downEvents }) => downEvents, amount];

/** Side by side they are still read; more are rows below each other. */
const MAX_COLUMNS = 3;

/** Outcomes of the requests, in figures; each one that occurs on any side has a row. */
export const stormFigures = (sides: readonly StormSide[]): SafeHtml => {
  const [answered, ...others] = outcomesOf(sides);
  const queues = sides.some(({ prediction }) => waitsInQueue(prediction));
  const figures = [
    ...(answered ? [answered, ...WAITS] : []),
    ...(queues ? QUEUE_WAITS : []),
    ...others,
    DOWN,
  ];
  return html`${sides.length > MAX_COLUMNS ? manySides(sides, figures) : fewSides(sides, figures)}
<p class="quiet">In brackets: the 95 % confidence interval.</p>`;
};

const fewSides = (sides: readonly StormSide[], figures: readonly FigureRow[]): SafeHtml => html`
<table class="figures even"><caption class="unseen">Outcomes of the requests</caption>
<thead><tr><th scope="col">Figure</th>${sides.map(({ name }) => html`<th scope="col">${name}</th>`)}</tr></thead>
<tbody>${figures.map(
  ([words, figure, show]) =>
    html`<tr><th scope="row">${words}</th>${sides.map(({ prediction }) => html`<td>${withInterval(figure(prediction), show)}</td>`)}</tr>`,
)}</tbody></table>`;

const manySides = (sides: readonly StormSide[], figures: readonly FigureRow[]): SafeHtml => html`
<div class="wide" role="region" aria-label="Outcomes of the requests" tabindex="0">
<table class="figures even"><caption class="unseen">Outcomes of the requests</caption>
<thead><tr><th scope="col">Simulated</th>${figures.map(([words]) => html`<th scope="col">${words}</th>`)}</tr></thead>
<tbody>${sides.map(
  ({ name, prediction }) =>
    html`<tr><th scope="row">${name}</th>${figures.map(([, figure, show]) => html`<td>${withInterval(figure(prediction), show)}</td>`)}</tr>`,
)}</tbody></table></div>`;

const NONE: Estimate = { mean: 0, low: 0, high: 0 };

const outcomesOf = (sides: readonly StormSide[]): readonly FigureRow[] => {
  const ways = new Map<string, FigureRow>();
  for (const { prediction } of sides)
    for (const { status, flags, words } of prediction.outcomes) {
      const name =
        status === "200"
          ? "Answered"
          : `${status}${flags === "none" || flags === "--" ? "" : ` ${flags}`}: ${words}`;
      const figure = (other: Prediction): Estimate =>
        other.outcomes.find((outcome) => outcome.words === words && outcome.flags === flags)?.share ?? NONE;
      ways.set(name, [name, figure, share]);
    }
  return [...ways.values()];
};
