import { visible, widthOf } from "../../../text/terminal.js";

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
