import type { Cell } from "../../text/terminal.js";
import { cellsOf } from "../../text/terminal.js";
import type { Place } from "../../yaml/place.js";

/** A source line and the carets that go below it, cropped to the same columns. */
export interface Excerpt {
  readonly code: string;
  readonly carets: string;
}

/** UTF-16 units of a line that are looked at on either side of a place: more than any terminal shows. */
const REACH = 1_000;

/**
 * A source line with `[column, endColumn)` underlined, at least one column of it; cropped around the carets to `columns`
 * terminal columns, with `…` where something is cut.
 */
export const excerpt = (line: string, { column, endColumn }: Place, columns: number): Excerpt => {
  const from = Math.max(0, column - 1 - REACH);
  const cells = cellsOf(line.slice(from, column - 1 + 2 * REACH));
  const start = column - 1 - from;
  const end = Math.max(endColumn - 1 - from, start + 1);
  const drawn = draw(cells, start, end);
  const cutBefore = from > 0;
  const cutAfter = line.length > column - 1 + 2 * REACH;
  const total = drawn.reduce((sum, cell) => sum + cell.width, 0);
  if (total <= columns && !cutBefore && !cutAfter) return assemble(drawn);
  return assemble(crop(drawn, columns, cutBefore, cutAfter));
};

interface Drawn {
  readonly text: string;
  readonly width: number;
  readonly marked: boolean;
}

const draw = (cells: readonly Cell[], start: number, end: number): readonly Drawn[] => {
  const drawn = cells.map((cell) => ({
    text: cell.text,
    width: cell.width,
    marked: cell.start < end && cell.end > start,
  }));
  // The place may be the end of the line, where something is missing.
  return drawn.some((cell) => cell.marked && cell.width > 0)
    ? drawn
    : [...drawn, { text: " ", width: 1, marked: true }];
};

const crop = (
  cells: readonly Drawn[],
  columns: number,
  cutBefore: boolean,
  cutAfter: boolean,
): readonly Drawn[] => {
  const offsets: number[] = [];
  let total = 0;
  for (const cell of cells) {
    offsets.push(total);
    total += cell.width;
  }
  const at = (index: number): number => offsets[index] ?? total;
  const first = at(cells.findIndex((cell) => cell.marked));
  const last = at(cells.findLastIndex((cell) => cell.marked) + 1);

  // Room is left after the carets for what follows, then before them, and the beginning of the line is kept if it fits.
  const before = Math.min(first, Math.max(8, Math.floor(columns / 4)));
  let low = Math.min(last + Math.floor(columns / 4) - columns, first - before);
  low = Math.max(0, Math.min(low, total - columns));
  const high = low + columns;

  const left = low > 0 || cutBefore;
  const right = high < total || cutAfter;
  const inner = cells.filter(
    (_, index) => at(index) >= low + (left ? 1 : 0) && at(index + 1) <= high - (right ? 1 : 0),
  );
  const ellipsis = { text: "…", width: 1, marked: false };
  return [...(left ? [ellipsis] : []), ...inner, ...(right ? [ellipsis] : [])];
};

const assemble = (cells: readonly Drawn[]): Excerpt => ({
  code: cells
    .map((cell) => cell.text)
    .join("")
    .trimEnd(),
  carets: cells
    .map((cell) => (cell.marked ? "^" : " ").repeat(cell.width))
    .join("")
    .trimEnd(),
});
