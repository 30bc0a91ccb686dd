import { haproxySection } from "../haproxy/schema.js";
import { keysAt } from "../schema/shape.js";

/** Gives the settings of a raw line that have a key of their own in its section. */
export type Reads = (line: string) => readonly string[];

const without = (keys: readonly string[], ...left: readonly string[]): ReadonlySet<string> =>
  new Set(keys.filter((key) => key !== "directives" && !left.includes(key)));

const ANY = "any";
const GLOBAL = without(keysAt(haproxySection, ["global"]), "log");
/** Further log targets and binds add to those that are there; the others are mmconf's own words. */
const LISTENER = without(
  keysAt(haproxySection, ["listeners", ANY]),
  "log",
  "bind",
  "slots",
  "hosts",
  "server",
  "servers",
  "timeout",
  "option",
);
const TIMEOUTS = without(keysAt(haproxySection, ["defaults", "timeout"]));
const OPTIONS = without(keysAt(haproxySection, ["defaults", "option"]));
const SERVER = without(keysAt(haproxySection, ["listeners", ANY, "server"]));
/** Spellings of HAProxy before 1.5 (manual 4.2 timeout connect, client, server). */
const OLD_TIMEOUTS: Readonly<Record<string, string>> = {
  contimeout: "timeout connect",
  clitimeout: "timeout client",
  srvtimeout: "timeout server",
};

const words = (line: string): readonly string[] => line.trim().split(/\s+/);

export const inGlobal: Reads = (line) =>
  words(line)
    .slice(0, 1)
    .filter((word) => GLOBAL.has(word));

export const inServer: Reads = (line) => words(line).filter((word) => SERVER.has(word) || word === "backup");

export const inListener: Reads = (line) => {
  const [first = "", second = "", ...rest] = words(line.replace(/^\s*no\s+/, ""));
  if (first === "timeout" && TIMEOUTS.has(second)) return [`timeout ${second}`];
  if (first === "option" && OPTIONS.has(second)) return [`option ${second}`];
  if (first === "default-server") return inServer([second, ...rest].join(" "));
  const old = OLD_TIMEOUTS[first];
  if (old !== undefined) return [old];
  return LISTENER.has(first) ? [first] : [];
};
