import type { SafeHtml } from "../kit/safe-html.js";
import { html, NOTHING } from "../kit/safe-html.js";
import { ACROSS, UP } from "./storm-path.js";
import type { Mark } from "./storm-scale.js";

/** A path of a plot, and what it looks like. */
export interface Layer {
  readonly look: string;
  readonly path: string;
}

export interface Plot {
  /** All that it says, for those who do not see it. */
  readonly words: string;
  readonly size: "panel" | "small" | "tall";
  /** Labels at the lower and the upper end, and between. */
  readonly levels: readonly Mark[];
  readonly times: readonly Mark[];
  readonly layers: readonly Layer[];
  /** A strip above the plot with what is marked in it. */
  readonly lane?: { readonly label: string; readonly layers: readonly Layer[] } | undefined;
}

const HEIGHTS = { panel: 64, small: 46, tall: 190 } as const;
/** Room for the words above and below, and for the strip. */
const TOP = 8;
const LANE = 17;
const STRIP = 9;
const FOOT = 20;

/**
 * A plot whose curves stretch with the page, while its words keep their size: the curves are in a drawing of their own
 * inside, and the words stand at percentages of its width.
 */
export const drawPlot = ({ words, size, levels, times, layers, lane }: Plot): SafeHtml => {
  const height = HEIGHTS[size];
  const top = TOP + (lane === undefined ? 0 : LANE);
  const whole = top + height + (times.length === 0 ? 6 : FOOT);
  const y = (level: number): number => Math.round(top + (1 - level) * height);
  return html`
<div class="plot ${size}" role="img" aria-label="${words}">
<svg class="levels" height="${whole}">${lane === undefined ? NOTHING : besides(lane.label, TOP + 4)}${levels.map(({ at, text }) => besides(text, y(at) + 4))}</svg>
<svg class="curves" height="${whole}">
${lane === undefined ? NOTHING : stretched(lane.layers, TOP - 5, STRIP)}
${levels.filter(({ at }) => at > 0).map(({ at }) => html`<line class="grid" x2="100%" y1="${y(at)}" y2="${y(at)}"/>`)}
${stretched(layers, top, height)}
<line class="axis" x2="100%" y1="${y(0)}" y2="${y(0)}"/>
${times.map((mark) => timeMark(mark, y(0)))}
</svg></div>`;
};

/** To the left of the plot. */
const besides = (text: string, y: number): SafeHtml =>
  html`<text class="quiet" x="100%" y="${y}" text-anchor="end">${text}</text>`;

const stretched = (layers: readonly Layer[], y: number, height: number): SafeHtml =>
  html`<svg viewBox="0 0 ${ACROSS} ${UP}" preserveAspectRatio="none" width="100%" y="${y}" height="${height}">${layers.map(({ look, path }) => html`<path class="${look}" d="${path}"/>`)}</svg>`;

const timeMark = ({ at, text }: Mark, y: number): SafeHtml => {
  const x = `${Number((at * 100).toFixed(2))}%`;
  return html`<line class="axis" x1="${x}" x2="${x}" y1="${y}" y2="${y + 4}"/><text class="quiet" x="${x}" y="${y + 16}" text-anchor="${at > 0.95 ? "end" : "middle"}">${text}</text>`;
};

/** What a look means. */
export interface LegendKey {
  readonly look: string;
  readonly form: "area" | "line";
  readonly words: string;
}

export const legend = (keys: readonly LegendKey[]): SafeHtml =>
  html`<ul class="legend">${keys.map(
    ({ look, form, words }) =>
      html`<li><svg class="swatch" width="16" height="10" aria-hidden="true">${form === "area" ? html`<rect class="${look}" width="16" height="10"/>` : html`<path class="${look}" d="M0 5h16"/>`}</svg>${words}</li>`,
  )}</ul>`;
