import type { ReadKeyword } from "../haproxy/keywords/read.js";
import { readLine, readParameters } from "../haproxy/keywords/read.js";
import { wordsOf } from "../haproxy/words-of.js";
import type { Words } from "../schema/value-type.js";

/** Gives the settings of a raw line that a key of its section can say as well. */
export type Reads = (line: string) => readonly string[];

const setBy = (read: ReadKeyword | undefined): readonly string[] =>
  read === undefined || read.keyword.adds || read.value === undefined ? [] : [read.name];

export const inGlobal: Reads = (line) => setBy(readLine("global", wordsOf(line)));

export const inServer: Reads = (line) => setByParameters(wordsOf(line));

const setByParameters = (words: Words): readonly string[] =>
  readParameters(words).flatMap((read) =>
    typeof read !== "string" ? setBy(read) : read === "backup" ? [read] : [],
  );

export const inListener: Reads = (line) => {
  const words = wordsOf(line);
  return words[0] === "default-server" ? setByParameters(words.slice(1)) : setBy(readLine("proxy", words));
};
