import { describe, expect, it } from "vitest";
import { balance } from "../../src/fleet/balance.js";
import { connectionRoom, processMaxconn } from "../../src/fleet/connections.js";
import type { Fleet } from "../../src/fleet/fleet.js";
import { fullconn } from "../../src/fleet/fullconn.js";
import { checkBound, inter, queueTimeout } from "../../src/fleet/timeouts.js";
import { waitLimit } from "../../src/fleet/wait-limit.js";
import { maxChildren, requestQueueSize } from "../../src/modules/mirrorlist_server/limits.js";
import { servedFrom } from "../../src/modules/mirrorlist_server/section.js";
import {
  gracefulTimeout,
  shutdownTimeout,
  socketTimeout,
  wsgiBacklog,
} from "../../src/runtimes/mod_wsgi/limits.js";
import { wsgiFrom } from "../../src/runtimes/mod_wsgi/section.js";
import type { Effective } from "../../src/schema/effective.js";
import { frontendOf, listener, placedOf, proxyOf, serverOf, serviceOf, small } from "./small.js";

const LISTENER = "haproxy.listeners.mirror-lists";

type Reads = (fleet: Fleet) => Effective<number | string | null> | undefined;

const lineOf = (fleet: Fleet) => {
  const { listener: of } = placedOf(fleet);
  const [line] = of.lines;
  if (line === undefined) throw new Error("there is no server line");
  return { of, line };
};

const OF_PROCESS: Reads = (fleet) => processMaxconn(proxyOf(fleet).haproxy, proxyOf(fleet).nofile);
const OF_LISTENER: Reads = (fleet) =>
  connectionRoom({ ...placedOf(fleet), frontend: frontendOf(fleet), proxy: proxyOf(fleet) });
const SOMAXCONN: Reads = (fleet) => serverOf(fleet).limits.somaxconn;
const QUEUE_SIZE: Reads = (fleet) => requestQueueSize(servedFrom(serviceOf(fleet)));
const BALANCE: Reads = (fleet) => balance(placedOf(fleet));
const FULLCONN: Reads = (fleet) => fullconn(placedOf(fleet));
const CHILDREN: Reads = (fleet) => maxChildren(servedFrom(serviceOf(fleet)));
const QUEUE: Reads = (fleet) => queueTimeout(placedOf(fleet).listener);
const INTER: Reads = (fleet) => inter(lineOf(fleet).line);
const CHECK: Reads = (fleet) => checkBound(lineOf(fleet).of, lineOf(fleet).line);
const BACKLOG: Reads = (fleet) => wsgiBacklog(wsgiFrom(serviceOf(fleet)));
const GRACEFUL: Reads = (fleet) => gracefulTimeout(wsgiFrom(serviceOf(fleet)));
const SHUTDOWN: Reads = (fleet) => shutdownTimeout(wsgiFrom(serviceOf(fleet)));
const SOCKET: Reads = (fleet) => socketTimeout(serverOf(fleet), wsgiFrom(serviceOf(fleet)));
const WAIT: Reads = (fleet) => waitLimit(placedOf(fleet), "active");

const wsgi = (options: string): string => `mirrorlist: { wsgi: { ${options} } }`;
const version = (of: string, more = "") =>
  `haproxy: { version: "${of}", global: { hard-stop-after: null, ${more} } }`;

/** What is read, from what, the effective value, why it is that one, and where it is set, or where to set it. */
const IN_FORCE: readonly (readonly [
  string,
  Reads,
  string,
  number | string | null,
  string | RegExp,
  string,
])[] = [
  ["net.core.somaxconn", SOMAXCONN, "", 4096, "set", "kernel.net.core.somaxconn"],
  [
    "net.core.somaxconn",
    SOMAXCONN,
    "kernel: { net.core.somaxconn: 128 }",
    128,
    "set",
    "kernel.net.core.somaxconn",
  ],
  ["net.core.somaxconn", SOMAXCONN, "kernel: null", 4096, /since Linux 5\.4/, "kernel.net.core.somaxconn"],
  ["request_queue_size", QUEUE_SIZE, "", 128, "set", "mirrorlist.server.request_queue_size"],
  [
    "request_queue_size",
    QUEUE_SIZE,
    "mirrorlist: { server: { request_queue_size: null } }",
    5,
    "socketserver's default",
    "mirrorlist.server.request_queue_size",
  ],
  [
    "request_queue_size",
    QUEUE_SIZE,
    "mirrorlist: { server: { request_queue_size_set_on: instance } }",
    5,
    /listen\(\) runs before/,
    "mirrorlist.server.request_queue_size",
  ],
  [
    "request_queue_size",
    QUEUE_SIZE,
    "mirrorlist: { server: { request_queue_size_set_on: class } }",
    128,
    "set",
    "mirrorlist.server.request_queue_size",
  ],
  ["max_children", CHILDREN, "", 45, "set", "mirrorlist.server.max_children"],
  [
    "max_children",
    CHILDREN,
    "mirrorlist: { server: { max_children: null } }",
    40,
    "socketserver's default",
    "mirrorlist.server.max_children",
  ],
  ["balance", BALANCE, listener("balance: source"), "source", "set", `${LISTENER}.balance`],
  [
    "balance",
    BALANCE,
    listener("balance: null"),
    "roundrobin",
    "the default of HAProxy 2.6",
    `${LISTENER}.balance`,
  ],
  [
    "balance",
    BALANCE,
    "haproxy: { defaults: { balance: first }, listeners: { mirror-lists: { balance: null } } }",
    "first",
    "set",
    "haproxy.defaults.balance",
  ],
  ["maxconn of the process", OF_PROCESS, "", 4000, "set", "haproxy.global.maxconn"],
  [
    "maxconn of the process",
    OF_PROCESS,
    version("1.8", "maxconn: null"),
    2000,
    "the default of HAProxy 1.8",
    "haproxy.global.maxconn",
  ],
  // (16384 - 5 checks - 1 address - 23 of its own) / 2.
  [
    "maxconn of the process",
    OF_PROCESS,
    "haproxy: { global: { maxconn: null } }",
    8177,
    "what 16384 open files allow",
    "haproxy.global.maxconn",
  ],
  [
    "maxconn of the process",
    OF_PROCESS,
    "haproxy: { global: { maxconn: null, ulimit-n: 1029 } }",
    8177,
    "what 16384 open files allow",
    "haproxy.global.maxconn",
  ],
  [
    "maxconn of the process",
    OF_PROCESS,
    "haproxy: { global: { maxconn: null } }\nproxies: { 'proxy[1-2]': { nofile: 20 } }",
    100,
    "what 20 open files allow",
    "haproxy.global.maxconn",
  ],
  ["connections of a listener", OF_LISTENER, "", 4000, "global maxconn 4000", "haproxy.global.maxconn"],
  [
    "connections of a listener",
    OF_LISTENER,
    listener("maxconn: 3999"),
    3999,
    "maxconn 3999 of the listener",
    `${LISTENER}.maxconn`,
  ],
  [
    "connections of a listener",
    OF_LISTENER,
    listener("maxconn: 4000"),
    4000,
    "global maxconn 4000",
    "haproxy.global.maxconn",
  ],
  [
    "connections of a listener",
    OF_LISTENER,
    version("1.8"),
    2000,
    "maxconn 2000 of the listener by default",
    `${LISTENER}.maxconn`,
  ],
  [
    "connections of a listener",
    OF_LISTENER,
    version("1.8", "nbproc: 2"),
    4000,
    "maxconn 2000 of the listener by default, x nbproc 2",
    `${LISTENER}.maxconn`,
  ],
  [
    "connections of a listener",
    OF_LISTENER,
    version("2.4", "nbproc: 2"),
    8000,
    "global maxconn 4000, x nbproc 2",
    "haproxy.global.maxconn",
  ],
  [
    "connections of a listener",
    OF_LISTENER,
    "haproxy: { global: { maxconn: null, fd-hard-limit: 1029 } }",
    500,
    "global maxconn 500, what 1029 open files allow",
    "haproxy.global.maxconn",
  ],
  [
    "connections of a listener",
    OF_LISTENER,
    "haproxy: { global: { maxconn: null }, listeners: { mirror-lists: { maxconn: 90 } } }\nproxies: { 'proxy[1-2]': { nofile: null } }",
    90,
    "maxconn 90 of the listener",
    `${LISTENER}.maxconn`,
  ],
  ["fullconn", FULLCONN, listener("fullconn: 77"), 77, "set", `${LISTENER}.fullconn`],
  ["fullconn", FULLCONN, "", 400, "10 % of the listener's maxconn 4000", `${LISTENER}.fullconn`],
  [
    "fullconn",
    FULLCONN,
    listener("maxconn: 95"),
    10,
    "10 % of the listener's maxconn 95",
    `${LISTENER}.fullconn`,
  ],
  ["fullconn", FULLCONN, version("1.8"), 200, "10 % of the listener's maxconn 2000", `${LISTENER}.fullconn`],
  ["fullconn", FULLCONN, version("1.4"), 0, "HAProxy 1.4 has no default", `${LISTENER}.fullconn`],
  [
    "fullconn",
    FULLCONN,
    "haproxy: { global: { maxconn: null } }",
    null,
    "10 % of the listener's maxconn (not given)",
    `${LISTENER}.fullconn`,
  ],
  ["timeout queue", QUEUE, "", 30_000, "set", "haproxy.defaults.timeout.queue"],
  [
    "timeout queue",
    QUEUE,
    "haproxy: { defaults: { timeout: { queue: null } } }",
    5000,
    "from timeout connect",
    "haproxy.defaults.timeout.connect",
  ],
  [
    "timeout queue",
    QUEUE,
    "haproxy: { defaults: { timeout: { queue: null, connect: null } } }",
    null,
    /^no limit/,
    "haproxy.defaults.timeout.connect",
  ],
  ["inter", INTER, "", 5000, "set", `${LISTENER}.server.inter`],
  [
    "inter",
    INTER,
    listener("server: { inter: null }"),
    2000,
    "HAProxy's default",
    `${LISTENER}.server.inter`,
  ],
  ["the limit of a check", CHECK, "", 5000, /^inter limits the whole check/, `${LISTENER}.server.inter`],
  // 5 s to connect and 10 s to be answered.
  [
    "the limit of a check",
    CHECK,
    listener("timeout: { check: 10s }"),
    15_000,
    "timeout connect and timeout check",
    `${LISTENER}.timeout.check`,
  ],
  [
    "the limit of a check",
    CHECK,
    listener("timeout: { check: 10s, connect: 2s }"),
    12_000,
    "timeout connect and timeout check",
    `${LISTENER}.timeout.check`,
  ],
  [
    "the limit of a check",
    CHECK,
    "haproxy: { defaults: { timeout: { connect: null } }, listeners: { mirror-lists: { timeout: { check: 1s } } } }",
    6000,
    "timeout connect and timeout check",
    `${LISTENER}.timeout.check`,
  ],
  [
    "the limit of a check",
    CHECK,
    listener("timeout: { check: 3s, connect: 2s }"),
    5000,
    /^inter, which a shorter timeout check/,
    `${LISTENER}.timeout.check`,
  ],
  ["listen-backlog", BACKLOG, "", 100, "mod_wsgi's default", "mirrorlist.wsgi.listen-backlog"],
  ["listen-backlog", BACKLOG, wsgi("listen-backlog: 99"), 99, "set", "mirrorlist.wsgi.listen-backlog"],
  ["graceful-timeout", GRACEFUL, "", 15_000, "mod_wsgi's default", "mirrorlist.wsgi.graceful-timeout"],
  [
    "graceful-timeout",
    GRACEFUL,
    wsgi("graceful-timeout: 9s"),
    9000,
    "set",
    "mirrorlist.wsgi.graceful-timeout",
  ],
  ["shutdown-timeout", SHUTDOWN, "", 5000, "mod_wsgi's default", "mirrorlist.wsgi.shutdown-timeout"],
  [
    "shutdown-timeout",
    SHUTDOWN,
    wsgi("shutdown-timeout: 9s"),
    9000,
    "set",
    "mirrorlist.wsgi.shutdown-timeout",
  ],
  ["socket-timeout", SOCKET, "", 60_000, "Apache's default Timeout", "mirrorlist.wsgi.socket-timeout"],
  ["socket-timeout", SOCKET, "apache: { Timeout: 9s }", 9000, "from Timeout", "apache.Timeout"],
  [
    "socket-timeout",
    SOCKET,
    `apache: { Timeout: 9s }\n${wsgi("socket-timeout: 8s")}`,
    8000,
    "set",
    "mirrorlist.wsgi.socket-timeout",
  ],
  ["the longest wait for a slot", WAIT, "", 30_000, "timeout queue", "haproxy.defaults.timeout.queue"],
  [
    "the longest wait for a slot",
    WAIT,
    "haproxy: { defaults: { timeout: { queue: null } } }",
    5000,
    "timeout queue, from timeout connect",
    "haproxy.defaults.timeout.connect",
  ],
  // Nothing queues: health checks wait beside the requests, and 5 s is inter.
  [
    "the longest wait for a slot",
    WAIT,
    listener("server: { maxconn: null }"),
    5000,
    "after which health checks fail",
    `${LISTENER}.server.inter`,
  ],
  [
    "the longest wait for a slot",
    WAIT,
    listener("servers: { app1: { maxconn: 0 } }, server: { check: false }"),
    50_000,
    "timeout server",
    "haproxy.defaults.timeout.server",
  ],
  [
    "the longest wait for a slot",
    WAIT,
    listener("server: { maxconn: null }, option: { httpchk: null }"),
    50_000,
    "timeout server",
    "haproxy.defaults.timeout.server",
  ],
  [
    "the longest wait for a slot",
    WAIT,
    "haproxy: { defaults: { timeout: { server: null } }, listeners: { mirror-lists: { server: { maxconn: null, check: false } } } }",
    null,
    /^no limit/,
    "haproxy.defaults.timeout.server",
  ],
];

describe("the effective value", () => {
  const cases = IN_FORCE.map(([what, reads, text, value, because, path]) => ({
    what,
    reads,
    text,
    value,
    because,
    path,
  }));

  it.each(cases)("of $what is $value: $because ($text)", ({ reads, text, value, because, path }) => {
    const found = reads(small(text));
    expect(found).toMatchObject({ value, origin: { path } });
    if (typeof because === "string") expect(found?.because).toBe(because);
    else expect(found?.because).toMatch(because);
  });

  it("of maxconn is not known without a limit of files to take it from", () => {
    const fleet = small(
      "haproxy: { global: { maxconn: null } }\nproxies: { 'proxy[1-2]': { nofile: null } }",
    );
    expect(OF_PROCESS(fleet)).toBeUndefined();
    expect(OF_LISTENER(fleet)).toBeUndefined();
  });

  it("of a wait is in the queue only where every server of the role has a maxconn", () => {
    const fleet = small(listener("servers: { backup1: { maxconn: 0 } }"));
    expect(waitLimit(placedOf(fleet), "active").inQueue).toBe(true);
    expect(waitLimit(placedOf(fleet), "backup")).toMatchObject({ inQueue: false, value: 5000 });
  });
});
