import type { Prediction } from "../../../simulate/figures/prediction.js";
import { amount, share } from "../../storm/simulate-figure.js";
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
import type { LegendKey } from "./storm-plot.js";
import { drawPlot, legend } from "./storm-plot.js";
import type { StormSide } from "./storm-scale.js";
import { largest } from "./storm-scale.js";

const KEYS: readonly LegendKey[] = [
  { look: "area queue", form: "area", words: "requests queued in HAProxy or its kernel" },
];

/** What each proxy queues over time. */
export const stormProxies = (sides: readonly StormSide[]): SafeHtml => {
  const refused = tooManySides(sides);
  if (refused !== undefined) return refused;
  const scale = hostScale(
    sides,
    largest(sides, ({ proxyCurves }) => highest(...proxyCurves.map(({ queued }) => queued))),
  );
  return html`
${scale.empty ? NOTHING : legend(KEYS)}
${drawCells(sides.map((side) => ({ side, cells: cellsOf(side.prediction, scale) })))}
${scaleWords(scale, "requests")}${groupWords(sides.flatMap(({ prediction }) => prediction.proxyCurves))}`;
};

const cellsOf = (prediction: Prediction, scale: HostScale): readonly HostCell[] => {
  const proxies = new Map(prediction.proxies.map((proxy) => [proxy.name, proxy]));
  return prediction.proxyCurves.map(({ hosts, queued }) => {
    const these = hosts.flatMap((name) => proxies.get(name) ?? []);
    const most = mean(these.map((proxy) => proxy.queued.mean));
    const requests = share(mean(these.map((proxy) => proxy.requests.mean)));
    const answered = share(mean(these.map((proxy) => proxy.answered.mean)));
    const held = most === 0 ? "nothing queued" : `max ${amount(most)} queued`;
    return {
      hosts,
      most: highest(queued) / scale.end,
      note: `${requests} of requests${hosts.length > 1 ? " each" : ""}, ${answered} answered, ${held}`,
      draw: () =>
        drawPlot({
          ...hostFrame(scale),
          words: `${hosts[0]} over time: ${held}, at ${peak(queued, prediction)}.`,
          layers: [areaOf("area queue", queued, prediction, scale)],
        }),
    };
  });
};
