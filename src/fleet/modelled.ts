import type { ReadKeyword } from "../haproxy/keywords/read.js";
import { readLine, readParameters, wordsOf } from "../haproxy/keywords/read.js";

/** Gives the settings of a raw line that a key of its section can say as well. */
export type Reads = (line: string) => readonly string[];

const setBy = (read: ReadKeyword | undefined): readonly string[] =>
  read === undefined || read.keyword.adds || read.value === undefined ? [] : [read.name];

export const inGlobal: Reads = (line) => setBy(readLine("global", line));

export const inServer: Reads = (line) =>
  readParameters(wordsOf(line)).flatMap((read) =>
    typeof read !== "string" ? setBy(read) : read === "backup" ? [read] : [],
  );

export const inListener: Reads = (line) => {
  const [first, ...rest] = wordsOf(line);
  return first === "default-server" ? inServer(rest.join(" ")) : setBy(readLine("proxy", line));
};
