import { apacheSection } from "../apache/schema.js";
import type { ReadKeyword } from "../haproxy/keywords/read.js";
import { readLine, readParameters, wordsOf } from "../haproxy/keywords/read.js";
import { kernelSection } from "../modules/kernel/schema.js";
import { keysAt } from "../schema/shape.js";

/** Gives the settings of a raw line that have a key of their own in its section. */
export type Reads = (line: string) => readonly string[];

const without = (keys: readonly string[], ...left: readonly string[]): ReadonlySet<string> =>
  new Set(keys.filter((key) => key !== "directives" && !left.includes(key)));

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

/** Apache's directives are not case-sensitive; MaxClients is the old name of MaxRequestWorkers (mpm_common). */
const APACHE = new Map(
  [...without(keysAt(apacheSection, []), "mpm")].map((name): [string, string] => [name.toLowerCase(), name]),
).set("maxclients", "MaxRequestWorkers");

export const inApache: Reads = (line) => {
  const name = APACHE.get(wordsOf(line)[0]?.toLowerCase() ?? "");
  return name === undefined ? [] : [name];
};

const KERNEL = without(keysAt(kernelSection, []));

export const inKernel: Reads = (line) => {
  const name = line.split("=")[0]?.trim().replace(/^-/, "").replaceAll("/", ".") ?? "";
  return KERNEL.has(name) ? [name] : [];
};
