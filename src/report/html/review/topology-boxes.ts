import { visible, widthOf } from "../../../text/terminal.js";
import { showCount } from "../../../text/units.js";
import type { SafeHtml } from "../kit/safe-html.js";
import { html } from "../kit/safe-html.js";

/** Of a whole drawing, and of a box in it. */
export const WIDTH = 440;
export const BOX = 58;

const GAP = 12;
const LINE = 16;
/** Of the system's fonts, at the size of the drawings; the widest of them are no wider. */
const COLUMN = 7;
const STRONG_COLUMN = 7.9;
/** Boxes beside each other that are still read; the rest is counted. */
export const MAX_BOXES = 3;

/** One kind of proxy, or one listener, as a box with its name and what there is to say of it. */
export interface Box {
  readonly key: string;
  readonly lines: readonly string[];
  /** Stands for several that are not drawn. */
  readonly folded: boolean;
  readonly x: number;
  readonly width: number;
}

/** Boxes beside each other over the whole width. */
export const boxes = (all: readonly Pick<Box, "key" | "lines">[], what: string): readonly Box[] => {
  const named = all.length <= MAX_BOXES ? all : all.slice(0, MAX_BOXES - 1);
  const rest = all.length - named.length;
  const shown = [
    ...named.map((box) => ({ ...box, folded: false })),
    ...(rest === 0
      ? []
      : [
          {
            key: "",
            lines: [`${showCount(rest)} more`, what, "not drawn"],
            folded: true,
          },
        ]),
  ];
  const width = (WIDTH - (shown.length - 1) * GAP) / Math.max(shown.length, 1);
  return shown.map((box, index) => ({ ...box, width, x: index * (width + GAP) }));
};

export const drawBox = ({ lines, folded, x, width }: Box, y: number): SafeHtml => html`
<rect class="${folded ? "box folded" : "box"}" x="${x + 0.5}" y="${y + 0.5}" width="${width - 1}" height="${BOX - 1}" rx="3"/>
${lines.map(
  (line, index) =>
    html`<text class="${index === 0 ? "strong" : "quiet"}" x="${x + 10}" y="${y + 17 + index * LINE}">${crop(line, Math.floor((width - 20) / (index === 0 ? STRONG_COLUMN : COLUMN)))}</text>`,
)}`;

/** Text cut to `columns`, wide characters counted as two, with `…` where something is cut: SVG text does not wrap. */
export const crop = (text: string, columns: number): string => {
  const line = visible(text.slice(0, 4 * columns));
  if (widthOf(line) <= columns && line.length >= text.length) return line;
  let kept = "";
  let width = 1;
  for (const character of line) {
    width += widthOf(character);
    if (width > columns) break;
    kept += character;
  }
  return `${kept}…`;
};
