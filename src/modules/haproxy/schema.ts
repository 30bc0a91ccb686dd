import * as z from "zod/mini";
import {
  accept,
  described,
  duration,
  field,
  flag,
  oneOf,
  onlyOn,
  path,
  rawLine,
  refuse,
  text,
  userName,
  whole,
} from "../../inventory/field.js";
import { conditionsEnd, LEAVES_SECTION } from "./raw-line.js";
import { haproxyVersion } from "./version.js";

const directives = described(
  "Lines that mmconf does not model. They are rendered as they stand, at the end of the section.",
  z
    .array(
      rawLine(
        "A line that mmconf does not model, written into this section as it stands.",
        LEAVES_SECTION,
        "opens another section, writes its first word in quotes or with backslashes, or runs into the next line",
      ),
    )
    .check(conditionsEnd),
);

/** Times are kept in 31 bits of milliseconds, about 24.8 days; 0 would be no limit at all (manual 2.5; 2.6 measured). */
const time = (about: string, example?: string) =>
  duration(about, example, {
    least: 1,
    most: 2 ** 31 - 1,
    because: " by HAProxy; leave it out where no limit is meant",
  });

const TIMEOUTS = [
  "connect",
  "client",
  "server",
  "queue",
  "check",
  "http-request",
  "http-keep-alive",
  "tunnel",
  "tarpit",
  "client-fin",
  "server-fin",
] as const;
export type TimeoutName = (typeof TIMEOUTS)[number];

const timeout = z.strictObject({
  connect: z.optional(time("Time to wait for a connection to a server (4.2 timeout connect).", "5s")),
  client: z.optional(time("Longest silence of the client (4.2 timeout client).", "50s")),
  server: z.optional(time("Longest silence of the server (4.2 timeout server).", "50s")),
  queue: z.optional(
    time("Longest wait in the queue for a slot; unset, timeout connect (4.2 timeout queue).", "60s"),
  ),
  check: z.optional(
    time(
      "Time for a check's answer once connected; unset, inter bounds the whole check (4.2 timeout check).",
      "5s",
    ),
  ),
  "http-request": z.optional(time("Time for a complete request (4.2 timeout http-request).", "10s")),
  "http-keep-alive": z.optional(
    time("Time to wait for the next request (4.2 timeout http-keep-alive).", "10s"),
  ),
  tunnel: z.optional(time("Silence of a tunnel (4.2 timeout tunnel).", "1h")),
  tarpit: z.optional(time("Time a tarpitted request is held (4.2 timeout tarpit).", "60s")),
  "client-fin": z.optional(time("Silence of a client half closed (4.2 timeout client-fin).", "30s")),
  "server-fin": z.optional(time("Silence of a server half closed (4.2 timeout server-fin).", "30s")),
} satisfies Record<TimeoutName, unknown>);

/** Method, target and version as one directive holds them: no blanks, quotes, `#`, `%`, `$` or backslashes in the target. */
const CHECK_REQUEST = /^(?:(?:GET|HEAD|OPTIONS|POST|PUT) )?[/*][!&(-[\]^-~]*(?: HTTP\/1\.[01])?$/;

const httpchk = field<string | true>(
  {
    anyOf: [{ const: true }, { type: "string", pattern: CHECK_REQUEST.source }],
    description: "Health checks by HTTP: true, a path, or method and path (4.2 option httpchk).",
    examples: ["GET /mirrorlist"],
  },
  (input) => {
    if (input === true) return accept(true);
    if (typeof input === "string" && CHECK_REQUEST.test(input)) return accept(input);
    return refuse(
      "schema/value",
      `${JSON.stringify(input)} is not a check request`,
      "write GET /path, without blanks, quotes, #, % or \\ in the path",
    );
  },
);

const option = z.strictObject({
  httpchk: z.optional(httpchk),
  allbackups: z.optional(
    flag("Once no active server is up, all backups serve, not only the first (4.2 option allbackups)."),
  ),
  redispatch: z.optional(flag("A request whose server is down may go to another (4.2 option redispatch).")),
  abortonclose: z.optional(
    flag("A queued request whose client has gone is dropped (4.2 option abortonclose)."),
  ),
  forwardfor: z.optional(onlyOn("Add X-Forwarded-For (4.2 option forwardfor).")),
  httplog: z.optional(onlyOn("Log HTTP requests in full (4.2 option httplog).")),
  dontlognull: z.optional(flag("Do not log connections without data (4.2 option dontlognull).")),
  httpclose: z.optional(flag("Close after each request (4.2 option httpclose).")),
  "http-server-close": z.optional(
    flag("Close towards the server after each answer (4.2 option http-server-close)."),
  ),
  "http-keep-alive": z.optional(flag("Keep connections for further requests (4.2 option http-keep-alive).")),
  "log-health-checks": z.optional(
    flag("Log every change of a check's result (4.2 option log-health-checks)."),
  ),
  tcpka: z.optional(onlyOn("TCP keep-alive on both sides (4.2 option tcpka).")),
});

const balance = text(
  "How requests are spread over servers (4.2 balance).",
  /^(?:roundrobin|static-rr|leastconn|first|source|uri|url_param [A-Za-z0-9_.-]+|(?:hdr|rdp-cookie)\([A-Za-z0-9_-]+\)|rdp-cookie|random(?:\([1-9]\d{0,2}\))?)$/,
  "a balance algorithm",
  "roundrobin",
);

const server = z.strictObject({
  port: z.optional(whole("The port of the app server.", 1, 65_535)),
  check: z.optional(flag("Ask the server for its health (5.2 check).")),
  inter: z.optional(time("Time between two checks; unset, 2 s (5.2 inter).")),
  fastinter: z.optional(time("The same while the state is changing; unset, inter (5.2 fastinter).")),
  downinter: z.optional(time("The same while the server is DOWN; unset, inter (5.2 downinter).")),
  rise: z.optional(whole("Checks that must pass before the server is UP; unset, 2 (5.2 rise).", 1)),
  fall: z.optional(whole("Checks that must fail before the server is DOWN; unset, 3 (5.2 fall).", 1)),
  weight: z.optional(whole("Share of the load among the servers; unset, 1 (5.2 weight).", 0, 256)),
  maxconn: z.optional(
    whole(
      "Requests that one HAProxy process sends to the server at once; 0 or unset is no limit (5.2 maxconn).",
      0,
    ),
  ),
  minconn: z.optional(whole("The limit at low load, growing to maxconn at fullconn (5.2 minconn).", 0)),
  maxqueue: z.optional(
    whole("Requests that may wait for this server; 0 or unset is no limit (5.2 maxqueue).", 0),
  ),
  slowstart: z.optional(
    time("Time over which a server that comes back takes its full share (5.2 slowstart)."),
  ),
  directives: z.optional(
    described(
      "Further words for the server line, rendered as they stand at its end.",
      z.array(
        rawLine(
          "Words that mmconf does not model, added to the server line.",
          /#|\\\s*$/,
          "would end the line early or run into the next",
        ),
      ),
    ),
  ),
});

const shared = {
  mode: z.optional(oneOf("What the connections carry (4.2 mode).", ["http", "tcp"])),
  balance: z.optional(balance),
  retries: z.optional(whole("Further tries to connect to a server; unset, 3 (4.2 retries).", 0)),
  maxconn: z.optional(whole("Connections that the listener takes at once (4.2 maxconn).", 1)),
  backlog: z.optional(whole("Connections that may wait to be accepted; unset, maxconn (4.2 backlog).", 1)),
  fullconn: z.optional(whole("Load at which servers reach maxconn, where minconn is set (4.2 fullconn).", 1)),
  timeout: z.optional(timeout),
  option: z.optional(option),
};

const defaults = z.strictObject({
  log: z.optional(oneOf("Where to log: global takes the targets of the global section.", ["global"])),
  ...shared,
  directives: z.optional(directives),
});

const FACILITIES =
  "kern|user|mail|daemon|auth|syslog|lpr|news|uucp|cron|auth2|ftp|ntp|audit|alert|cron2|local[0-7]";
const LEVELS = "emerg|alert|crit|err|warning|notice|info|debug";
const LOG = new RegExp(
  `^(?:[A-Za-z0-9._-]+(?::\\d{1,5})?|/[A-Za-z0-9/._-]+) (?:${FACILITIES})(?: (?:${LEVELS})){0,2}$`,
);

const global = z.strictObject({
  maxconn: z.optional(whole("Connections that one process takes at once (3.2 maxconn).", 1)),
  user: z.optional(userName("User that the process becomes (3.1 user).", "haproxy")),
  group: z.optional(userName("Group that the process becomes (3.1 group).", "haproxy")),
  daemon: z.optional(flag("Go to the background (3.1 daemon).")),
  chroot: z.optional(path("Folder that the process locks itself into (3.1 chroot).", "/var/lib/haproxy")),
  log: z.optional(
    text("Where logs go and as what (3.1 log).", LOG, "an address and a facility", "127.0.0.1 local0"),
  ),
  nbproc: z.optional(
    whole("Processes, each counting maxconn for itself; gone since 2.5 (3.1 nbproc).", 1, 64),
  ),
  nbthread: z.optional(whole("Threads of the process; they share maxconn (3.1 nbthread).", 1, 64)),
  "ulimit-n": z.optional(whole("File descriptors of the process (3.1 ulimit-n).", 1)),
  maxpipes: z.optional(whole("Pipes for splicing, two descriptors each (3.2 maxpipes).", 0)),
  "hard-stop-after": z.optional(
    time("Longest life of an old process after a reload (3.1 hard-stop-after).", "90s"),
  ),
  "spread-checks": z.optional(
    whole("Checks are spread by this many percent of inter (3.2 spread-checks).", 0, 50),
  ),
  directives: z.optional(directives),
});

const BIND = /^(?:\*|[0-9.]+|\[[0-9A-Fa-f:]+\]|[A-Za-z0-9._-]+)?:(\d{1,5})$/;

const isBind = (address: unknown): boolean => {
  const port = typeof address === "string" ? Number(BIND.exec(address)?.[1] ?? 0) : 0;
  return port >= 1 && port <= 65_535;
};

const bind = field<readonly string[]>(
  {
    anyOf: [{ type: "string" }, { type: "array", items: { type: "string" }, minItems: 1 }],
    description: "Address and port to listen on, or a list of them (4.2 bind).",
    examples: ["0.0.0.0:10002"],
  },
  (input) => {
    const addresses: readonly unknown[] = Array.isArray(input) ? input : [input];
    const wrong = addresses.find((address) => !isBind(address));
    if (addresses.length === 0 || wrong !== undefined) {
      return refuse(
        "schema/value",
        `${JSON.stringify(wrong ?? input)} is not an address and a port`,
        "write 0.0.0.0:10002, or a list of such",
      );
    }
    return accept(addresses.map(String));
  },
);

const listener = z.strictObject({
  bind,
  slots: z.optional(
    oneOf("Whose slots the requests of this listener take. Unset, mmconf computes no capacity for it.", [
      "mirrorlist",
    ]),
  ),
  ...shared,
  hosts: z.optional(
    described(
      "The app servers and backups behind this listener; unset, all of them.",
      z.array(
        text(
          "A host or a range of hosts.",
          /^[A-Za-z0-9._,[\]-]+$/,
          "a host or a range of hosts",
          "app[1-4]",
        ),
      ),
    ),
  ),
  server: z.optional(described("What every server line of the listener has.", server)),
  servers: z.optional(
    described("What single server lines have besides, by host or host range.", z.record(z.string(), server)),
  ),
  directives: z.optional(directives),
});

export const haproxySection = z.strictObject({
  version: haproxyVersion,
  global: z.optional(global),
  defaults: z.optional(defaults),
  listeners: described("The listen sections, by name.", z.record(z.string(), listener)),
});

export type HaproxySection = z.output<typeof haproxySection>;
export type GlobalSection = z.output<typeof global>;
export type DefaultsSection = z.output<typeof defaults>;
export type ListenerSection = z.output<typeof listener>;
export type ServerSettings = z.output<typeof server>;
export type OptionSettings = z.output<typeof option>;
export type TimeoutSettings = z.output<typeof timeout>;
