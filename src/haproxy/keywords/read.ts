import type { Words } from "../../schema/value-type.js";
import type { PlacedKeyword } from "./all.js";
import { keywordOf } from "./all.js";

/** What a line of haproxy.cfg sets. */
export interface ReadKeyword extends PlacedKeyword {
  /** Undefined where the words behind the keyword are none that mmconf knows. */
  readonly value: unknown;
}

/** What a line of a global or a proxy section sets; undefined where it begins with no keyword of the table. */
export const readLine = (of: "global" | "proxy", [first = "", ...behind]: Words): ReadKeyword | undefined => {
  const [word = "", second = "", ...more] = first === "no" ? behind : [first, ...behind];
  const long = keywordOf(of, `${word} ${second}`);
  const placed = long ?? keywordOf(of, word);
  if (placed === undefined) return undefined;
  const words = long ? more : [second, ...more].filter((one) => one !== "");
  const { type } = placed.keyword;
  return { ...placed, value: first === "no" ? type.denied : type.read(words) };
};

/** What the parameters of a server line set; a word that is no keyword of the table is given as it stands. */
export const readParameters = (words: Words): readonly (ReadKeyword | string)[] => {
  const found: (ReadKeyword | string)[] = [];
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? "";
    const placed = keywordOf("server", word);
    if (placed === undefined) {
      found.push(word);
      continue;
    }
    const { type } = placed.keyword;
    // A parameter without a value is one whose type takes no words.
    const alone = type.read([]);
    found.push({ ...placed, value: alone ?? type.read(words.slice(at + 1, at + 2)) });
    if (alone === undefined) at++;
  }
  return found;
};
