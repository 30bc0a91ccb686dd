import { wrap } from "../../text/wrap.js";
import type { Paint } from "../style.js";

export interface Hanging {
  readonly paint: Paint;
  readonly columns: number;
  /** Where the text begins; its label stands two in. */
  readonly hang: number;
}

/** Prose behind its label, wrapped to hang beside it; nothing where there is none. */
export const labelled = (label: string, text: string, { paint, columns, hang }: Hanging): readonly string[] =>
  wrap(text, columns - hang, columns - hang).map((line, index) =>
    index === 0 ? `  ${paint("quiet", label.padEnd(hang - 2))}${line}` : " ".repeat(hang) + line,
  );
