import type { ServerCurve } from "../../../simulate/figures/over-time.js";
import type { Prediction } from "../../../simulate/figures/prediction.js";
import { amount, few } from "../../storm/simulate-figure.js";
import type { SafeHtml } from "../kit/safe-html.js";
import { html, NOTHING } from "../kit/safe-html.js";
import type { HostCell } from "./storm-cells.js";
import { drawCells } from "./storm-cells.js";
import type { HostScale } from "./storm-host-scale.js";
import {
  areaOf,
  groupWords,
  highest,
  hostFrame,
  hostScale,
  mean,
  peak,
  scaleWords,
  tooManySides,
} from "./storm-host-scale.js";
import { lineThrough } from "./storm-path.js";
import type { Layer, LegendKey, Plot } from "./storm-plot.js";
import { drawPlot, legend } from "./storm-plot.js";
import type { StormSide } from "./storm-scale.js";
import { largest } from "./storm-scale.js";

/** The load of each app server over time, and who marks it DOWN. */
export const stormServers = (sides: readonly StormSide[]): SafeHtml => {
  const refused = tooManySides(sides);
  if (refused !== undefined) return refused;
  const curves = sides.flatMap(({ prediction }) => prediction.serverCurves);
  const scale = hostScale(
    sides,
    largest(sides, ({ serverCurves }) => highest(...serverCurves.map(present))),
  );
  const down = highest(...curves.map((curve) => curve.down)) > 0;
  const shown: readonly LegendKey[] = [
    { look: "area busy", form: "area", words: "requests and checks with a slot" },
    ...(highest(...curves.map(({ waiting }) => waiting)) > 0 ? [WAITING] : []),
    ...(curves.some(({ slots }) => slots <= scale.end) ? [SLOTS] : []),
    ...(down ? [DOWN] : []),
  ];
  return html`
${scale.empty ? NOTHING : legend(shown)}
${drawCells(sides.map((side) => ({ side, cells: cellsOf(side.prediction, scale, down) })))}
${scaleWords(scale, "requests and checks")}${groupWords(curves)}`;
};

const WAITING: LegendKey = {
  look: "area waiting",
  form: "area",
  words: "waiting in the backlog, stacked on top",
};
const SLOTS: LegendKey = { look: "slots", form: "line", words: "its slots" };
const DOWN: LegendKey = {
  look: "area failed",
  form: "area",
  words: "share of the proxies that have it DOWN, in the strip above",
};

/** All that is there, with a slot or without. */
const present = ({ busy, waiting }: ServerCurve): readonly number[] =>
  busy.map((value, at) => value + (waiting[at] ?? 0));

const cellsOf = (prediction: Prediction, scale: HostScale, lane: boolean): readonly HostCell[] => {
  const servers = new Map(prediction.servers.map((server) => [server.name, server]));
  return prediction.serverCurves.map((curve) => {
    const { hosts, slots, down } = curve;
    const these = hosts.flatMap((name) => servers.get(name) ?? []);
    const called = mean(these.map(({ downEvents }) => downEvents.mean));
    const busy = mean(these.map((server) => server.busy.mean));
    const without = mean(these.map((server) => server.waiting.mean));
    const figures = `max ${amount(busy)} of ${amount(slots)} slots busy${without === 0 ? "" : `, ${amount(without)} in the backlog`}`;
    const calls =
      called === 0 ? "" : `; marked DOWN ${few(called) === "1" ? "once" : `${few(called)} times`}`;
    return {
      hosts,
      most: Math.max(highest(present(curve)) / scale.end, highest(down)),
      note: `${these[0]?.role ?? "active"}; ${figures}${calls}`,
      draw: () =>
        drawPlot({
          ...hostFrame(scale),
          words: `${hosts[0]} over time: ${figures}${without === 0 ? "" : `, at ${peak(curve.waiting, prediction)}`}${calls}.`,
          lane: lane ? downLane(curve, prediction, scale) : undefined,
          layers: layersOf(curve, prediction, scale),
        }),
    };
  });
};

const downLane = ({ down }: ServerCurve, prediction: Prediction, { axis }: HostScale): Plot["lane"] => ({
  label: "DOWN",
  layers: [areaOf("area failed", down, prediction, { axis, end: 1 }), { look: "bed", path: levelAt(0) }],
});

const layersOf = (curve: ServerCurve, prediction: Prediction, scale: HostScale): readonly Layer[] => [
  ...(highest(curve.waiting) === 0 ? [] : [areaOf("area waiting", present(curve), prediction, scale)]),
  areaOf("area busy", curve.busy, prediction, scale),
  ...(curve.slots > scale.end ? [] : [{ look: "slots", path: levelAt(curve.slots / scale.end) }]),
];

const levelAt = (y: number): string =>
  lineThrough([
    [0, y],
    [1, y],
  ]);
