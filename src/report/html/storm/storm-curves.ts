import type { Prediction } from "../../../simulate/figures/prediction.js";
import { few, seconds } from "../../storm/simulate-figure.js";
import type { SafeHtml } from "../kit/safe-html.js";
import { html, NOTHING } from "../kit/safe-html.js";
import type { Measure } from "./storm-measures.js";
import { downTimes, MEASURES, pointsOf } from "./storm-measures.js";
import type { Point } from "./storm-path.js";
import { areaUnder, lineThrough } from "./storm-path.js";
import type { Layer } from "./storm-plot.js";
import { drawPlot } from "./storm-plot.js";
import type { StormSide, TimeAxis } from "./storm-scale.js";
import { largest, lastMoment, roundUp, shortAmount, timeAxis } from "./storm-scale.js";

/** More points than this are not seen on a screen. */
const MAX_POINTS = 300;

interface Panel extends Measure {
  /** The end of its axis, the same on every side. */
  readonly end: number;
}

/** What happens over time, once for each side: panels below each other on one time axis, one scale for all sides. */
export const stormCurves = (sides: readonly StormSide[]): SafeHtml => {
  const panels = MEASURES.flatMap((measure): readonly Panel[] => {
    const most = largest(sides, (prediction) => mostOf(measure, prediction).value);
    return most === 0 ? [] : [{ ...measure, end: roundUp(most) }];
  });
  const quiet = MEASURES.filter((measure) => panels.every(({ title }) => title !== measure.title));
  if (panels.length === 0) return html`<p>Nothing was under way at any moment.</p>`;
  const axis = timeAxis(lastMoment(sides));
  const marked = sides.some(({ prediction }) => downTimes(prediction).length > 0);
  return html`
<div class="sides">${sides.map((side) => drawing(side, panels, axis))}</div>
${marked ? html`<p class="quiet">Tinted: times with a server line DOWN in at least half of the runs.</p>` : NOTHING}
${quiet.length === 0 ? NOTHING : html`<p class="quiet">Not drawn, as it stays 0 throughout: ${quiet.map(({ title }) => title.replace(/^[A-Z](?=[a-z])/, (first) => first.toLowerCase())).join("; ")}.</p>`}`;
};

const mostOf = (measure: Measure, prediction: Prediction): { readonly value: number; readonly t: number } =>
  measure
    .values(prediction)
    .reduce(
      (most, value, index) => (value > most.value ? { value, t: prediction.moments[index]?.t ?? 0 } : most),
      { value: 0, t: 0 },
    );

const drawing = ({ name, prediction }: StormSide, panels: readonly Panel[], axis: TimeAxis): SafeHtml => {
  const down = downLayers(prediction, axis);
  return html`
<figure><figcaption class="strong">${name}</figcaption>
${panels.map((panel, index) => drawPanel(panel, prediction, { axis, down, last: index === panels.length - 1 }))}
</figure>`;
};

interface PanelFrame {
  readonly axis: TimeAxis;
  readonly down: readonly Layer[];
  /** The lowest one has the times below it. */
  readonly last: boolean;
}

const drawPanel = (panel: Panel, prediction: Prediction, { axis, down, last }: PanelFrame): SafeHtml => {
  const most = mostOf(panel, prediction);
  const points = pointsOf(panel.values(prediction), prediction.moments, MAX_POINTS).map(
    ([t, value]): Point => [axis.at(t), value / panel.end],
  );
  return html`
<p class="panel"><strong>${panel.title}</strong> <span class="quiet">${most.value === 0 ? "none" : `max ${few(most.value)} ${panel.unit}`}</span></p>
${drawPlot({
  words: describe(panel, prediction),
  size: "panel",
  levels: [
    { at: 0, text: "0" },
    { at: 1, text: shortAmount(panel.end) },
  ],
  times: last ? axis.marks : [],
  layers: [
    ...down,
    ...(most.value === 0 ? [] : [{ look: `area ${panel.paint}`, path: areaUnder([[0, 0], ...points]) }]),
  ],
})}`;
};

/** A ground under the curve, and its edges, which stand out from any ground. */
const downLayers = (prediction: Prediction, axis: TimeAxis): readonly Layer[] =>
  downTimes(prediction).flatMap(([from, to]) => {
    const [left, right] = [axis.at(from), axis.at(to)];
    return [
      {
        look: "down-time",
        path: areaUnder([
          [left, 1],
          [right, 1],
        ]),
      },
      { look: "down-edge", path: [left, right].map((x) => lineUp(x)).join("") },
    ];
  });

const lineUp = (x: number): string =>
  lineThrough([
    [x, 0],
    [x, 1],
  ]);

/** A panel in sentences, for those who do not see it. */
const describe = (panel: Panel, prediction: Prediction): string => {
  const most = mostOf(panel, prediction);
  if (most.value === 0) return `${panel.title} over time: none.`;
  const summary = `${panel.title} over time: max ${few(most.value)} ${panel.unit}, at ${seconds(most.t)}.`;
  if (panel.title !== "Server lines DOWN") return summary;
  const down = downTimes(prediction).map(([from, to]) => `${seconds(from)} to ${seconds(to)}`);
  const shown = down.length > 6 ? [...down.slice(0, 6), `${down.length - 6} more times`] : down;
  return down.length === 0 ? summary : `${summary} A server line is DOWN from ${shown.join(", ")}.`;
};
