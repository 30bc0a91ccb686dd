import { greatest } from "../../fleet/extremes.js";
import type { LineSource } from "../../render/trace.js";
import { visible, visibleLine } from "../../text/terminal.js";
import { formatPlace } from "../../yaml/place.js";
import { painter } from "../style.js";
import type { TextOptions } from "./text.js";

export interface ExplainedLine {
  /** Path under out/E/. */
  readonly path: string;
  readonly line: number;
  readonly text: string;
  readonly source: LineSource;
}

/** Where one line of output came from: each value's place in the inventory or its default, and the template's line. */
export const formatWhy = (
  { path, line, text, source }: ExplainedLine,
  sources: ReadonlyMap<string, string>,
  { color }: TextOptions,
): string => {
  const paint = painter(color);
  const rows = source.tokens.flatMap((token) => {
    const shown = visibleLine(token.text.trim());
    if (token.because !== undefined) return [{ shown, place: token.because, written: "" }];
    return token.origins.map((origin) => ({
      shown,
      place: `${visible(formatPlace(origin))}  ${visible(origin.path)}`,
      written: (sources.get(origin.file)?.split("\n")[origin.line - 1] ?? "").trim(),
    }));
  });
  const width = Math.min(Math.max("rendered by".length, greatest(rows.map((row) => row.shown.length))), 30);
  return [
    `${path}:${line}`,
    `  ${paint("strong", visibleLine(text))}`,
    "",
    ...rows.flatMap(({ shown, place, written }) => [
      `  ${shown.padEnd(width)}  ${place}`,
      ...(written === "" ? [] : [`  ${" ".repeat(width)}  ${paint("quiet", visibleLine(written))}`]),
    ]),
    `  ${(rows.length === 0 ? "written by" : "rendered by").padEnd(width)}  ${visible(source.template.file)}:${source.template.line}`,
    "",
  ].join("\n");
};
