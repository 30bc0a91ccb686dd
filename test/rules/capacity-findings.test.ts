import { describe, expect, it } from "vitest";
import type { Fault } from "../../src/rules/define.js";
import { valuesInOrder } from "./values-in-order.js";
import { verdictsOn } from "./verdicts-on.js";

const listener = (settings: string): string => `haproxy: { listeners: { mirror-lists: { ${settings} } } }`;
const storm = (settings: string): string => `storms: { spike: { ${settings} } }`;
const UNBOUNDED = listener("server: { maxconn: null }");
const NO_STOP = "global: { hard-stop-after: null }";

const MANY = storm("requests: 20000");
const atOnce = (requests: number): string => storm(`requests: ${requests}, arrivals: spike, over: null`);
const AT_ONCE = atOnce(9000);

/** A check, a fleet that fails it, and parts of what the first finding says: message, why and fix. */
const SAID: readonly (readonly [string, string, ...string[]])[] = [
  [
    "capacity/app-slots",
    listener("server: { maxconn: 22 }"),
    "2 proxies … app1 44 requests … 2 health … 45 slots … maxconn 21 … 46 processes (app1 … 118",
  ],
  [
    "capacity/app-slots",
    UNBOUNDED,
    "2 proxies … app1 … 45 slots … 45 slots … 45 processes x 1 thread",
    "maxconn 21 fits (2 x 21 + 2 checks)",
  ],
  [
    "capacity/app-slots",
    `proxies: { proxy2: null }\n${listener("server: { maxconn: 46 }")}`,
    "1 proxy … app1 46 requests … 45 slots",
    "maxconn 44 fits",
  ],
  [
    "capacity/app-slots",
    "mirrorlist: { wsgi: { processes: 1, threads: 2 } }",
    "1 process x 2 threads",
    "maxconn … 2 health … 2 requests … 2 slots … 21 processes",
  ],
  [
    "capacity/app-slots",
    "mirrorlist: { wsgi: { processes: 20, threads: 2, memory_per_process: null } }",
    "maxconn 19 … 21 processes",
  ],
  [
    "capacity/app-slots",
    listener("server: { maxconn: 30, minconn: 22 }"),
    "maxconn 21 … minconn 21 … 62 processes",
  ],
  ["capacity/app-slots", listener("server: { maxconn: 30, minconn: 21 }"), "maxconn 21 … 62 processes"],
  [
    "capacity/backlog",
    "kernel: { net.core.somaxconn: 128 }\napache: { ListenBackLog: null }",
    "(ListenBackLog) … 511 … 128 … net.core.somaxconn 128",
  ],
  [
    "capacity/backlog",
    `kernel: { net.core.somaxconn: 600 }\n${listener("maxconn: 700")}`,
    "700 … 600 … net.core.somaxconn 700 … backlog 600",
  ],
  [
    "capacity/backlog",
    `kernel: { net.core.somaxconn: 600 }\n${listener("maxconn: 500, backlog: 700")}`,
    "700 … 600 … net.core.somaxconn 700 … write 600",
  ],
  [
    "capacity/failover-to-backups",
    AT_ONCE,
    "6505 requests … 110 s … 2 backups … 30 s … timeout queue … 90 slots … 135 … 9000 requests … 90 … 1 s … processes 164 … maxconn 73",
  ],
  [
    "capacity/failover-to-backups",
    `${AT_ONCE}\n${UNBOUNDED}`,
    "6000 requests … 5 s … maxconn … timeout queue … processes 327",
  ],
  [
    "capacity/failover-to-backups",
    `${AT_ONCE}\n${listener("option: { allbackups: false }")}`,
    "on backup1 alone",
    "45 slots … 135 … option allbackups … option allbackups … processes 164",
  ],
  [
    "capacity/failover-to-backups",
    `${AT_ONCE}\nmirrorlist: { wsgi: { processes: 15, threads: 3 } }`,
    "processes 55",
  ],
  [
    "capacity/file-descriptors",
    "haproxy: { version: 2.6.0, global: { ulimit-n: 8028 } }",
    "proxy1 … 8029 open … maxconn 4000 … ulimit-n … 8028",
    "= 8029 > ulimit-n 8028 … ulimit-n 8218 … maxconn 3905",
  ],
  [
    "capacity/file-descriptors",
    "haproxy: { global: { ulimit-n: 20000 } }",
    "proxy1 … 20000 open … ulimit-n … 16384 … ulimit-n 20000 > nofile 16384 … HAProxy 2.6 … nofile 20000 … ulimit-n",
  ],
  [
    "capacity/file-descriptors",
    'haproxy: { version: "1.8", global: { maxconn: null } }\nproxies: { "proxy[1-2]": { nofile: 4000 } }',
    "4029 open … maxconn 2000 … nofile 4218 … maxconn 1891",
  ],
  [
    "capacity/frontend-sum",
    'haproxy: { version: "1.8", global: { maxconn: null }, listeners: { mirror-lists: { maxconn: 1500 }, b: { bind: ":81", maxconn: 501 } } }',
    "2 listeners … 2001 connections … 2000 … 501 + mirror-lists 1500 = 2001 … maxconn 2000 … HAProxy 1.8",
  ],
  [
    "capacity/frontend-sum",
    'haproxy: { defaults: { maxconn: 900 }, listeners: { a: { bind: ":81" }, b: { bind: ":82" }, c: { bind: ":83" }, d: { bind: ":84" } } }',
    "5 listeners may take 4500",
    "a 900 + b 900 + c 900 + d 900 + ... = 4500 > global maxconn 4000",
  ],
  [
    "capacity/key-pinning",
    `${listener("balance: source, hosts: [app1, app2]")}\napp_servers: { app2: { mirrorlist: { wsgi: { processes: 10 } } } }\n${storm("requests: 311")}`,
    "310 … 311 requests … 10 slots … 30 s … 1 s",
  ],
  [
    "capacity/key-pinning",
    `${listener("balance: uri")}\nmirrorlist: { site: { script: /s.wsgi, urls: [/a, /b] } }\n${storm("requests: 2790")}`,
    "1395 … 2790 requests",
  ],
  [
    "capacity/key-pinning",
    `${listener("balance: uri")}\nmirrorlist: { site: { script: /s.wsgi, urls: [/a, /b] } }\n${storm("requests: 2791")}`,
    "2 URLs … mirror-lists … 1395 requests … 1396 … 2",
  ],
  [
    "capacity/memory",
    "app_servers: { 'app[1-3]': { base_memory: 4000MiB } }",
    "app1 … 5,549 MiB … 4 GiB … 1,453 MiB",
  ],
  [
    "capacity/one-server-down",
    `${AT_ONCE}\napp_servers: { app3: null }`,
    "7753 requests … 221 s … 2/1 … 9000 requests … 45 slots … 1 s … processes 327 … maxconn 145 … 9 app",
  ],
  [
    "capacity/one-server-down",
    `${AT_ONCE}\n${UNBOUNDED}`,
    "6000 requests … 2 … 5 s … maxconn … timeout queue … processes 327 … 16 app",
  ],
  [
    "capacity/one-server-down",
    `${AT_ONCE}\nmirrorlist: { wsgi: { processes: 10, threads: 4 } }`,
    "processes 38 … 9 app",
  ],
  [
    "capacity/proxy-memory",
    'haproxy: { version: "2.4", global: { nbproc: 2 } }\nproxies: { "proxy[1-2]": { memory: 200MiB } }',
    "8000 connections … 258 MiB … 200 MiB … nbproc 2 x maxconn 4000 … 33 KiB = 258 MiB > 200 MiB … maxconn 3103 … 57.8 MiB",
  ],
  [
    "capacity/queue-room",
    `haproxy: { global: { maxconn: 90 } }\n${atOnce(400)}`,
    "200 connections … proxy1 … mirror-lists … 90 … 400 requests x 50 % … 200 … maxconn 90 … 110 … 90 … 19",
    "maxconn 200 fits",
  ],
  [
    "capacity/queue-room",
    `haproxy: { global: { maxconn: 250 } }\nproxies: { proxy2: { traffic: 70% } }\n${atOnce(400)}`,
    "280 connections … proxy2 … 400 requests x 70 % … 280 … maxconn 250 … 30 … 250",
  ],
  [
    "capacity/reload-overlap",
    `haproxy: { ${NO_STOP}, defaults: { timeout: { server: null } } }`,
    "hard-stop-after … 90s … maxconn 10",
  ],
  [
    "capacity/reload-overlap",
    'haproxy: { version: "1.6", global: { hard-stop-after: null } }\nmirrorlist: { wsgi: { processes: 4 } }',
    "2 proxies x maxconn 20 = 40 … 40 … 2 checks > 4 slots",
  ],
  [
    "capacity/reload-overlap",
    `haproxy: { ${NO_STOP}, listeners: { mirror-lists: { server: { check: false } } } }`,
    "40 … processes > 45 slots … maxconn 11",
  ],
  [
    "capacity/storm-throughput",
    MANY,
    "334 slots … 3 … 135 … 20000 requests … 60 s x 1 s … 135 slots … 88.1 s … 30 s … timeout queue … processes 112 … 8 app",
  ],
  [
    "capacity/storm-throughput",
    `${storm("requests: 8000, over: 10s, every: 80s")}\napp_servers: { app2: null, app3: null }`,
    "1 … 45 … 30 s … timeout queue",
  ],
  [
    "capacity/storm-throughput",
    `${MANY}\nhaproxy: { defaults: { timeout: { queue: null, connect: null } } }`,
    "88.1 s / processes",
  ],
  [
    "capacity/storm-throughput",
    `${MANY}\nmirrorlist: { wsgi: { processes: 15, threads: 3 } }`,
    "processes 38",
  ],
  // 8000 requests in 60 s would be 133 slots; it begins again every 30 s.
  [
    "capacity/storm-throughput",
    storm("requests: 8000, every: 30s"),
    "267 slots … 3 … 135 … 8000 requests … 30 s x 1 s … 135 slots … processes 89 … 6 app",
  ],
  [
    "capacity/traffic-share",
    "proxies: { proxy1: { traffic: 70% } }\nstorms: null",
    "proxy1 … 70 % … 50 % … 60 … 3 … 84",
  ],
  [
    "capacity/traffic-share",
    'haproxy: { version: "2.4" }\nproxies: { proxy1: { traffic: 70%, haproxy: { global: { nbproc: 2 } } }, proxy2: { haproxy: { listeners: { mirror-lists: { server: { maxconn: 100 } } } } } }',
    "28.6 % … 120 … 3 … 280 … 400 requests … 294 … maxconn 14 … proxy1 … maxconn 12 … proxy2 … 45 slots",
  ],
  [
    "capacity/traffic-share",
    "proxies: { proxy1: { traffic: 50% }, proxy2: { traffic: 30% }, proxy3: { traffic: 15% }, proxy4: { traffic: 5% } }",
    "maxconn 20 … proxy1 … maxconn 12 … proxy2 … maxconn 6 … proxy3",
  ],
  [
    "capacity/traffic-share",
    "proxies: { 'proxy[1-2]': { traffic: 40% }, 'proxy[3-6]': {} }",
    "proxy1 … 1 more … 40 % … 16.7 % … maxconn 15 … proxy1 … 1 more … maxconn 1 … proxy3 … 3 more",
  ],
  [
    "capacity/unbounded-line",
    listener("hosts: [app1, app2], servers: { app2: { maxconn: 0 } }"),
    "app2 … mirror-lists … maxconn … 20 requests … maxconn 20 … app1",
  ],
  [
    "capacity/unbounded-line",
    listener("servers: { app1: { maxconn: 0 }, app2: { maxconn: 0 } }"),
    "app1 … 1 more … mirror-lists … maxconn … maxconn 20 … app3",
  ],
  [
    "capacity/file-descriptors",
    'haproxy: { global: { maxpipes: 10, directives: [no  strict-limits] }, listeners: { mirror-lists: { bind: [":80", ":81"], server: { check: false } } } }\nproxies: { "proxy[1-2]": { nofile: 100 } }',
    "proxy1 … 8045 open … maxconn 4000 … 100 … 2 x maxconn 4000 + 2 … 10 + 2 addresses + 23 … 8045 > nofile 100",
    "nofile 8234 fits",
  ],
  [
    "capacity/file-descriptors",
    'haproxy: { global: { directives: ["setenv X no strict-limits"] } }\nproxies: { "proxy[1-2]": { nofile: 217 } }',
    "proxy1 … 8029 open … maxconn 4000 … 217 … 2 x maxconn 4000 + 5 checks + 1 address + 23 … 8029 > nofile 217 … HAProxy 2.6 … CAP_SYS_RESOURCE",
    "nofile 8218 fits",
  ],
];

describe("what a finding of capacity says", () => {
  const cases = SAID.map(([slug, text, ...parts]) => ({ slug, text, parts }));

  it.each(cases)("$slug of $text", ({ slug, text, parts }) => {
    const [fault] = verdictsOn(slug, text).filter((verdict): verdict is Fault => verdict.kind === "fault");
    const said = [fault?.message, fault?.why, fault?.fix].join(" / ");
    for (const part of parts) expect(said).toMatch(valuesInOrder(part));
  });

  it.each([
    [
      "capacity/backlog",
      `kernel: { net.core.somaxconn: 600 }\n${listener("maxconn: 700")}`,
      "haproxy.listeners.mirror-lists.backlog",
    ],
    [
      "capacity/reload-overlap",
      `haproxy: { ${NO_STOP} }\nmirrorlist: { wsgi: { processes: 4 } }`,
      "haproxy.global.hard-stop-after",
    ],
    [
      "capacity/reload-overlap",
      'haproxy: { version: "1.4", global: { hard-stop-after: null } }\nmirrorlist: { wsgi: { processes: 4 } }',
      "haproxy.listeners.mirror-lists.server.maxconn",
    ],
  ])("%s of %s is at the value to change: %s", (slug, text, path) => {
    const [fault] = verdictsOn(slug, text).filter((verdict): verdict is Fault => verdict.kind === "fault");
    expect(fault?.at.path).toBe(path);
  });

  it("proposes no hard-stop-after to a HAProxy that lacks it", () => {
    const text =
      'haproxy: { version: "1.4", global: { hard-stop-after: null } }\nmirrorlist: { wsgi: { processes: 30 } }';
    const [fault] = verdictsOn("capacity/reload-overlap", text).filter(
      (verdict): verdict is Fault => verdict.kind === "fault",
    );
    expect(fault?.fix).not.toContain("hard-stop-after");
    expect(fault?.why).toContain("HAProxy 1.4 has no hard-stop-after");
  });

  it.each([
    ["capacity/app-slots", listener("server: { maxconn: 22 }"), "warning"],
    ["capacity/app-slots", listener("server: { maxconn: 23 }"), "error"],
    ["capacity/backlog", "kernel: { net.core.somaxconn: 128 }\napache: { ListenBackLog: null }", "info"],
    ["capacity/backlog", "kernel: { net.core.somaxconn: 128 }", "warning"],
    [
      "capacity/file-descriptors",
      'haproxy: { version: "2.2" }\nproxies: { "proxy[1-2]": { nofile: 8028 } }',
      "warning",
    ],
    [
      "capacity/file-descriptors",
      'haproxy: { version: "2.3" }\nproxies: { "proxy[1-2]": { nofile: 8028 } }',
      "error",
    ],
    ["capacity/file-descriptors", "haproxy: { version: 2.6.0, global: { ulimit-n: 8028 } }", "error"],
    [
      "capacity/queue-room",
      `haproxy: { global: { maxconn: 90 }, listeners: { mirror-lists: { backlog: 109 } } }\n${atOnce(400)}`,
      "warning",
    ],
    [
      "capacity/queue-room",
      `haproxy: { global: { maxconn: 90 }, listeners: { mirror-lists: { backlog: 108 } } }\n${atOnce(400)}`,
      "error",
    ],
    ["capacity/storm-throughput", storm("requests: 8200, every: 60s"), "error"],
    ["capacity/storm-throughput", storm("requests: 8200, every: 61s"), "warning"],
    ["capacity/traffic-share", `proxies: { proxy1: { traffic: 70% } }\n${storm("requests: 85")}`, "info"],
    ["capacity/traffic-share", `proxies: { proxy1: { traffic: 70% } }\n${storm("requests: 88")}`, "warning"],
  ])("%s of %s is: %s", (slug, text, severity) => {
    expect(verdictsOn(slug, text)).toContainEqual(expect.objectContaining({ severity }));
  });

  it.each([
    ["capacity/key-pinning", `${listener("balance: uri, mode: tcp")}\n${MANY}`],
    ["capacity/key-pinning", `${listener("balance: source, hosts: [app1]")}\n${MANY}`],
    ["capacity/unbounded-line", listener("balance: source, servers: { app1: { maxconn: 0 } }")],
    ["capacity/unbounded-line", UNBOUNDED],
    ["capacity/traffic-share", "proxies: { proxy2: null }"],
    ["capacity/frontend-sum", listener("maxconn: 9000")],
    ["capacity/failover-to-backups", listener("hosts: ['backup[1-2]']")],
    ["capacity/reload-overlap", UNBOUNDED],
  ])("%s does not apply to %s", (slug, text) => {
    expect(verdictsOn(slug, text)).toEqual([]);
  });
});
