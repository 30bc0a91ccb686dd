import type { PlacedKeyword } from "../keywords/all.js";
import { readLine } from "../keywords/read.js";
import type { Section, SectionLine } from "./configuration.js";
import type { Word } from "./word.js";

/** What a line of a section says. */
export interface Setting {
  /** As today's HAProxy names it: `timeout connect` for contimeout, `option redispatch` for redispatch; else the first word. */
  readonly name: string;
  /** The word before it that takes it back. */
  readonly modifier: "no" | "default" | undefined;
  /** The words of its name. */
  readonly keyword: readonly Word[];
  /** The words behind those. */
  readonly words: readonly Word[];
  /** As the table of keywords reads it; undefined where it knows no such keyword, or not what stands behind it. */
  readonly value: unknown;
  readonly line: SectionLine;
}

/** What a section's lines say, in their order. */
export const settingsOf = (section: Section): readonly Setting[] =>
  section.lines.map((line) => readSetting(section, line));

/** Keywords whose second word is a part of their name, whether mmconf knows it or not. */
const FAMILIES = new Set(["timeout", "option"]);

const TABLES: ReadonlyMap<Section["kind"], PlacedKeyword["of"] & ("global" | "proxy")> = new Map([
  ["global", "global"],
  ["defaults", "proxy"],
  ["listen", "proxy"],
  ["frontend", "proxy"],
  ["backend", "proxy"],
]);

const readSetting = ({ kind }: Section, line: SectionLine): Setting => {
  const first = line.words[0]?.text;
  const modifier = first === "no" || first === "default" ? first : undefined;
  const words = modifier === undefined ? line.words : line.words.slice(1);
  const table = TABLES.get(kind);
  const texts = words.map(({ text }) => text);
  const read = table && readLine(table, modifier === "no" ? ["no", ...texts] : texts);
  const long = words.length > 1 && FAMILIES.has(texts[0] ?? "");
  const named = long ? 2 : 1;
  return {
    name: read?.name ?? texts.slice(0, named).join(" "),
    modifier,
    keyword: words.slice(0, named),
    words: words.slice(named),
    value: modifier === "default" ? undefined : read?.value,
    line,
  };
};
