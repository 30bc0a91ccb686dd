import type { Keywords } from "../schema/keyword.js";
import type { Words } from "../schema/value-type.js";
import type { MapNode } from "../yaml/node.js";
import { originOf } from "../yaml/node.js";
import type { Token } from "./token.js";
import { token } from "./token.js";

/** How a target spells its keywords. */
export interface Spelling {
  /** A keyword with the words behind it. */
  readonly set: (key: string, words: Words) => string;
  /** One that is off, where leaving it out would not say so. */
  readonly off?: (key: string) => string | undefined;
}

/** A token for each line that the settings of a section take, in the order of their table. */
export const keywordTokens = (
  keywords: Keywords,
  settings: Readonly<Record<string, unknown>>,
  node: MapNode,
  { set, off }: Spelling,
): readonly Token[] =>
  Object.entries(keywords).flatMap(([key, { type }]) => {
    const value = settings[key];
    if (value === undefined) return [];
    const denied = value === type.denied ? off?.(key) : undefined;
    const lines = denied === undefined ? type.write(value).map((words) => set(key, words)) : [denied];
    return lines.map((line) => token(line, originOf(node, key)));
  });

/** Lines that no keyword models, as they stand. */
export const rawTokens = (lines: readonly string[] | undefined, node: MapNode): readonly Token[] =>
  (lines ?? []).map((line, index) => token(line, originOf(node, "directives", index)));
