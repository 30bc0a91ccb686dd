import { defaultIn } from "../haproxy/defaults.js";
import type { HaproxyVersion } from "../haproxy/version.js";
import { formatVersion, isFrom } from "../haproxy/version.js";
import type { Effective } from "../schema/effective.js";
import { originOf } from "../yaml/node.js";
import type { ConfiguredListener } from "./listeners.js";
import { mode, rawLines } from "./listeners.js";

/** The effective algorithm. */
export const balance = ({ haproxy, listener }: ConfiguredListener): Effective<string> => {
  const set = listener.settings.balance;
  return {
    value: set ?? defaultIn(haproxy.version, "balance"),
    because: set === undefined ? `the default of HAProxy ${formatVersion(haproxy.version)}` : "set",
    origin: originOf(listener.node, "balance"),
  };
};

/** `X-Tenant` of `hdr(X-Tenant)`. */
export const balanceHeader = (algorithm: string): string | undefined => /^hdr\((.+)\)$/.exec(algorithm)?.[1];

/** Algorithms that send equal keys to one server: a request for a full server waits for that one. */
export const hashes = (algorithm: string): boolean =>
  /^(?:source|uri|url_param|hdr|rdp-cookie|hash)\b/.test(algorithm);

/** Whether a request for a full server waits for that one, and not for any: where a hash put it, and by version. */
export const queuesAtServer = (
  { haproxy }: Pick<ConfiguredListener, "haproxy">,
  algorithm: string,
): boolean =>
  hashes(algorithm) ||
  (algorithm === "leastconn" && defaultIn(haproxy.version, "leastconnQueuesAtServer")) ||
  (/^random\b/.test(algorithm) && defaultIn(haproxy.version, "randomQueuesAtServer"));

/**
 * How many of so many servers requests with one key may fill: one, or 100 / hash-balance-factor of all where the hash is
 * consistent (test/daemons/facts/hash-balance-factor.test.ts).
 */
export const serversOfOneKey = (placed: ConfiguredListener, servers: number): number => {
  const factor = Number(lastWord(placed, /^\s*hash-balance-factor\s+(\d+)/) ?? 0);
  const type = lastWord(placed, /^\s*hash-type\s+(\S+)/);
  return factor > 0 && type === "consistent" ? Math.max((servers * 100) / factor, 1) : 1;
};

const lastWord = (placed: ConfiguredListener, line: RegExp): string | undefined =>
  rawLines(placed)
    .flatMap((raw) => line.exec(raw)?.[1] ?? [])
    .at(-1);

/** The largest factor with which one key has so many servers of all; undefined where none does, or the version has none. */
export const fittingFactor = (
  { haproxy: { version } }: ConfiguredListener,
  { needed, servers }: { readonly needed: number; readonly servers: number },
): number | undefined => {
  const factor = Math.floor((100 * servers) / needed);
  return factor > 100 && isFrom(version, BOUNDED_LOADS) ? factor : undefined;
};

/** hash-balance-factor: manual 1.7 4.2. */
const BOUNDED_LOADS: HaproxyVersion = { major: 1, minor: 7 };

/** Those that read the HTTP request; in TCP mode HAProxy falls back to round robin (measured on 2.6.12). */
export const readsHttp = (algorithm: string): boolean => /^(?:uri|url_param|hdr)\b/.test(algorithm);

/** What spreads the requests: the algorithm, or round robin where it has nothing to read. */
export const algorithmInForce = (placed: ConfiguredListener): string => {
  const { value } = balance(placed);
  return mode(placed.listener) === "tcp" && readsHttp(value) ? "roundrobin" : value;
};

/**
 * When a new request joins the listener's queue without a look at the servers. So it does beside idle backups, if a
 * queue is left as the last active server goes DOWN (HAProxy issue 6, measured on 2.6.12). While serving: as long as any
 * server, one that is DOWN too, has a request.
 */
export const queueMeansFull = (placed: ConfiguredListener): "never" | "always" | "while serving" =>
  LOOKS_AT_NONE.has(algorithmInForce(placed)) ? defaultIn(placed.haproxy.version, "queueMeansFull") : "never";

const LOOKS_AT_NONE = new Set(["roundrobin", "static-rr", "first"]);

/** Those that keep a server's share while its weight changes (manual 4.2 balance, "static"). */
export const isStatic = (algorithm: string): boolean => algorithm === "static-rr" || hashes(algorithm);
