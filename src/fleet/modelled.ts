import type { ReadKeyword } from "../haproxy/keywords/read.js";
import { readLine, readParameters, wordsOf } from "../haproxy/keywords/read.js";

/** Gives the settings of a raw line that have a key of their own in its section. */
export type Reads = (line: string) => readonly string[];

const setBy = (read: ReadKeyword | undefined): readonly string[] =>
  read === undefined || read.keyword.adds ? [] : [read.name];

export const inGlobal: Reads = (line) => setBy(readLine("global", line));

export const inServer: Reads = (line) =>
  readParameters(wordsOf(line)).flatMap((read) =>
    typeof read !== "string" ? [read.name] : MORE_OF_SERVERS.has(read) ? [read] : [],
  );

/** What a server line is made of besides its parameters. */
const MORE_OF_SERVERS = new Set(["port", "backup"]);

export const inListener: Reads = (line) => {
  const [first, ...rest] = wordsOf(line);
  return first === "default-server" ? inServer(rest.join(" ")) : setBy(readLine("proxy", line));
};
