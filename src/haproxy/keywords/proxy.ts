import { oneOf, text, whole } from "../../schema/value-type.js";
import { binds } from "./binds.js";
import type { ProxyKeyword } from "./keyword.js";
import { ANYWHERE, TOWARDS_CLIENTS, TOWARDS_SERVERS } from "./keyword.js";

/** What balance hash takes: a fetch of the request, and converters of its value (manual 7.3). */
const HASHED =
  "(?:src|dst|path|pathq|url|base|query|method|(?:hdr|cook|url_param|req\\.hdr|req\\.fhdr|req\\.cook)\\([A-Za-z0-9_.-]+\\))(?:,(?:lower|upper|url_dec|crc32|djb2|sdbm|wt6|xxh32|xxh64))*";

const balance = text(
  new RegExp(
    `^(?:roundrobin|static-rr|leastconn|first|source|uri|url_param [A-Za-z0-9_.-]+|(?:hdr|rdp-cookie)\\([A-Za-z0-9_-]+\\)|rdp-cookie|hash ${HASHED}|random(?:\\([1-9]\\d{0,5}\\))?)$`,
  ),
  "a balance algorithm",
  "roundrobin",
  "first",
  "url_param user",
  "hdr(X-Tenant)",
  "random(2)",
  "hash path",
);

/** The keywords of defaults, frontend, listen and backend sections, but for timeouts and options. */
export const PROXY = {
  bind: {
    type: binds,
    about: "Address and port to listen on, with what else its line says, such as ssl; or a list of them",
    manual: "4.2",
    sections: ["frontend", "listen"],
    required: true,
    adds: true,
    values: [
      {
        name: "IPv6 addresses in brackets",
        means: /^\[/,
        since: { major: 1, minor: 7 },
        instead: "an IPv4 address here, and the IPv6 one as a raw line: bind :::10002",
        known: { cited: "CHANGELOG 1.7-dev1" },
      },
      {
        name: "bind with accept-proxy",
        means: /\saccept-proxy(?:\s|$)/,
        since: { major: 1, minor: 5 },
        instead: "option forwardfor at the proxy before it",
        known: { measured: ["1.4.6", "1.5.0"] },
      },
      {
        name: "bind with process",
        means: /\sprocess\s/,
        since: { major: 1, minor: 5 },
        deprecated: { major: 2, minor: 5 },
        gone: { major: 2, minor: 7 },
        instead: "thread in its place",
        known: { measured: ["2.4.0", "2.5.0", "2.6.12", "2.7.0"] },
      },
      {
        name: "bind with ssl",
        means: /\sssl(?:\s|$)/,
        since: { major: 1, minor: 5 },
        instead: "a TLS proxy such as stunnel before HAProxy",
        known: { cited: "CHANGELOG 1.5-dev12" },
      },
    ],
  },
  mode: {
    type: oneOf(["http", "tcp"]),
    about: "What the connections carry",
    manual: "4.2",
    sections: ANYWHERE,
  },
  log: {
    type: oneOf(["global"]),
    about: "Where to log: global takes the targets of the global section",
    manual: "4.2",
    sections: ANYWHERE,
    adds: true,
  },
  balance: {
    type: balance,
    about: "How requests are spread over servers",
    manual: "4.2",
    sections: TOWARDS_SERVERS,
    values: [
      {
        name: "balance first",
        means: /^first$/,
        since: { major: 1, minor: 5 },
        instead: "balance roundrobin or leastconn",
        known: { cited: "CHANGELOG 1.5-dev8" },
      },
      {
        name: "balance hash",
        means: /^hash /,
        since: { major: 2, minor: 6 },
        instead: "balance source, uri, url_param or hdr",
        known: { measured: ["2.5.0", "2.6.12"] },
      },
      {
        name: "balance random",
        means: /^random$/,
        since: { major: 1, minor: 9 },
        instead: "balance leastconn, or roundrobin",
        known: { cited: "CHANGELOG 1.9-dev1" },
      },
      {
        name: "balance random with a number of draws",
        means: /^random\(/,
        since: { major: 2, minor: 0 },
        instead: "balance leastconn, which compares all servers",
        known: { cited: "CHANGELOG 2.0-dev1" },
      },
    ],
  },
  retries: {
    type: whole(0),
    about: "Further tries to connect to a server; default 3",
    manual: "4.2",
    sections: TOWARDS_SERVERS,
  },
  maxconn: {
    type: whole(1),
    about: "Connections that the listener takes at once",
    manual: "4.2",
    sections: TOWARDS_CLIENTS,
    command: (listener, value) => `set maxconn frontend ${listener} ${value}`,
  },
  backlog: {
    type: whole(1),
    about: "Connections that may wait to be accepted; default maxconn",
    manual: "4.2",
    sections: TOWARDS_CLIENTS,
  },
  fullconn: {
    type: whole(1),
    about: "Load at which servers reach maxconn, where minconn is set",
    manual: "4.2",
    sections: TOWARDS_SERVERS,
  },
} as const satisfies Readonly<Record<string, ProxyKeyword>>;
