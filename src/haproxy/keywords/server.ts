import { flag, text, whole } from "../../schema/value-type.js";
import type { HaproxyKeyword } from "./keyword.js";
import { time } from "./time.js";

const OCTET = "(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)";
const HEX = "[0-9A-Fa-f]{1,4}";
const IPV6 = [
  `(?:${HEX}:){7}${HEX}`,
  `(?:${HEX}:){1,7}:`,
  ...[1, 2, 3, 4, 5, 6].map((behind) => `(?:${HEX}:){1,${7 - behind}}(?::${HEX}){1,${behind}}`),
  `:(?::${HEX}){1,7}`,
].join("|");
const METHOD = "(?:last|libc|none)";

/** Methods in turn, of which at most one is an address (2.6 refuses a second one). */
const resolvers = text(
  new RegExp(`^${METHOD}(?:,${METHOD}){0,2}$|^(?:${METHOD},){0,3}(?:(?:${OCTET}\\.){3}${OCTET}|${IPV6})$`),
  "last, libc and none in their order, with an IP address at the end or without",
  "last,libc,none",
  "none",
  "libc,127.0.0.1",
  "last,2001:db8::1",
);

/** The parameters of a server line. */
export const SERVER = {
  check: { type: flag, about: "Ask the server for its health", manual: "5.2" },
  inter: { type: time(), about: "Time between two checks; unset, 2 s", manual: "5.2" },
  fastinter: { type: time(), about: "The same while the state is changing; unset, inter", manual: "5.2" },
  downinter: { type: time(), about: "The same while the server is DOWN; unset, inter", manual: "5.2" },
  rise: { type: whole(1), about: "Checks that must pass before the server is UP; unset, 2", manual: "5.2" },
  fall: { type: whole(1), about: "Checks that must fail before the server is DOWN; unset, 3", manual: "5.2" },
  weight: {
    type: whole(0, 256),
    about: "Share of the load among the servers; unset, 1",
    manual: "5.2",
    command: (line, value) => `set server ${line} weight ${value}`,
  },
  minconn: {
    type: whole(0),
    about: "The limit at low load, growing to maxconn at fullconn",
    manual: "5.2",
  },
  maxconn: {
    type: whole(0),
    about: "Requests that one HAProxy process sends to the server at once; 0 or unset is no limit",
    manual: "5.2",
    command: (line, value) => `set maxconn server ${line} ${value}`,
  },
  maxqueue: {
    type: whole(0),
    about: "Requests that may wait for this server; 0 or unset is no limit",
    manual: "5.2",
  },
  slowstart: {
    type: time(),
    about: "Time over which a server that comes back takes its full share",
    manual: "5.2",
  },
  "init-addr": {
    type: resolvers,
    about: "How a name is resolved at the start; with none it need not be; unset, last,libc",
    manual: "5.2",
    versions: {
      since: { major: 1, minor: 7 },
      instead: "addresses for app servers whose names may not resolve",
      source: "CHANGELOG 1.7-dev6",
    },
  },
} as const satisfies Readonly<Record<string, HaproxyKeyword>>;
