import type { Prediction } from "../../simulate/prediction.js";
import { amount, seconds } from "../simulate-figure.js";
import type { SafeHtml } from "./safe-html.js";
import { html, NOTHING } from "./safe-html.js";
import type { Measure } from "./storm-measures.js";
import { downTimes, MEASURES } from "./storm-measures.js";
import type { StormSide } from "./storm-scale.js";
import { at, LEFT, largest, PLOT, roundUp, ticks, WIDTH } from "./storm-scale.js";

const HEIGHT = 62;
const HEAD = 20;
const PANEL = HEAD + HEIGHT + 12;
const FOOT = 22;

interface Panel extends Measure {
  /** The end of its axis, the same on every side. */
  readonly end: number;
}

/** What happens over time, once for each side: panels below each other on one time axis, one scale for all sides. */
export const stormCurves = (sides: readonly StormSide[], id: string): SafeHtml => {
  const panels = MEASURES.flatMap((measure): readonly Panel[] => {
    const most = largest(sides, (prediction) => mostOf(measure, prediction).value);
    return most === 0 ? [] : [{ ...measure, end: roundUp(most) }];
  });
  const quiet = MEASURES.filter((measure) => panels.every(({ title }) => title !== measure.title));
  const end = largest(sides, ({ moments }) => moments.at(-1)?.t ?? 0);
  if (panels.length === 0) return html`<p>Nothing was under way at any moment.</p>`;
  const marked = sides.some(({ prediction }) => downTimes(prediction).length > 0);
  return html`
<div class="sides">${sides.map((side, index) => drawing(side, panels, end, `${id}-${index + 1}`))}</div>
${marked ? html`<p class="quiet">Marked: the times at which a server line is DOWN, in half of the runs or more.</p>` : NOTHING}
${quiet.length === 0 ? NOTHING : html`<p class="quiet">Not drawn, as it stays 0 throughout: ${quiet.map(({ title }) => title.replace(/^[A-Z](?=[a-z])/, (first) => first.toLowerCase())).join("; ")}.</p>`}`;
};

const mostOf = (measure: Measure, prediction: Prediction): { readonly value: number; readonly t: number } =>
  measure
    .values(prediction)
    .reduce(
      (most, value, index) => (value > most.value ? { value, t: prediction.moments[index]?.t ?? 0 } : most),
      { value: 0, t: 0 },
    );

const drawing = (
  { name, prediction }: StormSide,
  panels: readonly Panel[],
  end: number,
  id: string,
): SafeHtml => {
  const height = panels.length * PANEL + FOOT;
  const x = (t: number): number => LEFT + (t / Math.max(end, 1e-9)) * PLOT;
  const bottom = panels.length * PANEL - 12;
  return html`
<figure><figcaption class="strong">${name}</figcaption>
<svg class="storm" viewBox="0 0 ${WIDTH} ${height}" role="img" aria-labelledby="${id}-title ${id}-desc">
<title id="${id}-title">${name}: the tier over time</title>
<desc id="${id}-desc">${describe(prediction, panels)}</desc>
${panels.map((panel, index) => drawPanel(panel, prediction, x, index * PANEL))}
${ticks(end).map((t) => html`<path class="tick" d="M${at(x(t))} ${bottom}v4"/><text class="quiet" x="${at(x(t))}" y="${bottom + 17}" text-anchor="${t === 0 ? "start" : x(t) > WIDTH - 40 ? "end" : "middle"}">${seconds(t)}</text>`)}
</svg></figure>`;
};

const drawPanel = (panel: Panel, prediction: Prediction, x: (t: number) => number, top: number): SafeHtml => {
  const base = top + HEAD + HEIGHT;
  const y = (value: number): number => base - (value / panel.end) * HEIGHT;
  const most = mostOf(panel, prediction);
  return html`
<text class="strong" x="${LEFT}" y="${top + 13}">${panel.title}<tspan class="quiet" dx="8">${most.value === 0 ? "none" : `most ${few(most.value)} ${panel.unit}`}</tspan></text>
${downTimes(prediction).map(([from, to]) => downTime(x(from), Math.max(x(to) - x(from), 1.5), top + HEAD))}
<path class="grid" d="M${LEFT} ${top + HEAD}h${PLOT}"/>
<text class="quiet" x="${LEFT - 6}" y="${top + HEAD + 5}" text-anchor="end">${short(panel.end)}</text><text class="quiet" x="${LEFT - 6}" y="${base}" text-anchor="end">0</text>
${most.value === 0 ? NOTHING : html`<path class="area ${panel.paint}" d="${areaOf(panel.values(prediction), prediction, x, y, base)}"/>`}
<path class="axis" d="M${LEFT} ${base}h${PLOT}"/>`;
};

/** A ground under the curve, and a strip above it that stands out from any ground. */
const downTime = (x: number, width: number, y: number): SafeHtml =>
  html`<rect class="down-time" x="${at(x)}" y="${y}" width="${at(width)}" height="${HEIGHT}"/><rect class="area failed" x="${at(x)}" y="${y - 4}" width="${at(width)}" height="3"/>`;

/** From the axis up to the first value, along all of them, and back. */
const areaOf = (
  values: readonly number[],
  { moments }: Prediction,
  x: (t: number) => number,
  y: (value: number) => number,
  base: number,
): string => {
  const points = values.map((value, index) => `L${at(x(moments[index]?.t ?? 0))} ${at(y(value))}`);
  return `M${at(x(0))} ${at(base)}${points.join("")}L${at(x(moments.at(-1)?.t ?? 0))} ${at(base)}Z`;
};

/** What is less than one keeps a digit: the mean of many runs in which nothing happened and one in which it did. */
const few = (value: number): string => (value < 0.95 ? String(Number(value.toPrecision(1))) : amount(value));

/** 2,000 stands beside an axis; 200,000 would not fit there. */
const short = (value: number): string =>
  value >= 10_000 ? `${(value / 1000).toLocaleString("en")}k` : value.toLocaleString("en");

/** The drawing in sentences, for those who do not see it. */
const describe = (prediction: Prediction, panels: readonly Panel[]): string => {
  const told = panels.map((panel) => {
    const most = mostOf(panel, prediction);
    return most.value === 0
      ? `${panel.title}: none.`
      : `${panel.title}: most ${few(most.value)} ${panel.unit}, at ${seconds(most.t)}.`;
  });
  const down = downTimes(prediction).map(([from, to]) => `${seconds(from)} to ${seconds(to)}`);
  const shown = down.length > 6 ? [...down.slice(0, 6), `${down.length - 6} more times`] : down;
  return [...told, ...(down.length === 0 ? [] : [`A server line is DOWN from ${shown.join(", ")}.`])].join(
    " ",
  );
};
