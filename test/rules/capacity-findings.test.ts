import { describe, expect, it } from "vitest";
import type { Fault } from "../../src/rules/define.js";
import { verdictsOn } from "./verdicts-on.js";

const listener = (settings: string): string => `haproxy: { listeners: { mirror-lists: { ${settings} } } }`;
const storm = (settings: string): string => `storms: { spike: { ${settings} } }`;
const UNBOUNDED = listener("server: { maxconn: null }");
const NO_STOP = "global: { hard-stop-after: null }";

const [LATE, MANY] = [storm("requests: 9000"), storm("requests: 20000")];

/** A check, a fleet that fails it, and parts of what the first finding says: message, why and fix. */
const SAID: readonly (readonly [string, string, ...string[]])[] = [
  [
    "capacity/app-slots",
    listener("server: { maxconn: 22 }"),
    "2 proxies may send app1 44 requests and 2 health checks at once; it has 45 slots",
    "maxconn 21 fits; or 46 processes (app1 has memory for 118)",
  ],
  [
    "capacity/app-slots",
    UNBOUNDED,
    "nothing bounds what 2 proxies may send app1 at once; it has 45 slots",
    "45 slots from 45 processes x 1 thread",
    "maxconn 21 fits (2 x 21 + 2 checks)",
  ],
  [
    "capacity/app-slots",
    `proxies: { proxy2: null }\n${listener("server: { maxconn: 46 }")}`,
    "1 proxy may send app1 46 requests at once; it has 45 slots",
    "maxconn 44 fits",
  ],
  [
    "capacity/app-slots",
    "mirrorlist: { wsgi: { processes: 1, threads: 2 } }",
    "1 processes x 2 threads",
    "no maxconn fits: the 2 health checks and 2 requests need more than 2 slots; or 21 processes",
  ],
  [
    "capacity/app-slots",
    "mirrorlist: { wsgi: { processes: 20, threads: 2, memory_per_process: null } }",
    "maxconn 19 fits; or 21 processes, if memory allows",
  ],
  [
    "capacity/app-slots",
    listener("server: { maxconn: 30, minconn: 22 }"),
    "maxconn 21 fits, with minconn 21 at most; or 62 processes",
  ],
  [
    "capacity/app-slots",
    listener("server: { maxconn: 30, minconn: 21 }"),
    "maxconn 21 fits; or 62 processes",
  ],
  [
    "capacity/backlog",
    "kernel: { net.core.somaxconn: 128 }\napache: { ListenBackLog: null }",
    "Apache (ListenBackLog) asks for a backlog of 511 by default; the kernel gives 128",
    "net.core.somaxconn 128 (set)",
  ],
  [
    "capacity/failover-to-backups",
    LATE,
    "may wait 99 s for a slot on the 2 backups; the limit is 30 s, timeout queue",
    "90 slots in place of 135: 9000 requests over 90 at a time, 1 s each",
    "processes 146 on each backup fits",
  ],
  [
    "capacity/failover-to-backups",
    `${LATE}\n${UNBOUNDED}`,
    "the limit is 5 s, past which health checks fail",
    "maxconn on their lines, with a timeout queue for the wait; or processes 750 on each backup fits",
  ],
  [
    "capacity/failover-to-backups",
    `${LATE}\n${listener("option: { allbackups: false }")}`,
    "on backup1 alone",
    "45 slots in place of 135, as option allbackups is not set",
    "option allbackups: true, and processes 146 on each backup fits",
  ],
  [
    "capacity/failover-to-backups",
    `${LATE}\nmirrorlist: { wsgi: { processes: 15, threads: 3 } }`,
    "processes 49 on each backup fits",
  ],
  [
    "capacity/file-descriptors",
    "haproxy: { global: { ulimit-n: 8028 } }",
    "HAProxy on proxy1 needs 8029 open files for maxconn 4000; ulimit-n gives it 8028",
    "= 8029 > ulimit-n 8028",
    "ulimit-n 8218 fits; or maxconn 3905",
  ],
  [
    "capacity/file-descriptors",
    "haproxy: { global: { ulimit-n: 20000 } }",
    "HAProxy on proxy1 asks for 20000 open files by ulimit-n; its limit is 16384",
    "ulimit-n 20000 > nofile 16384: HAProxy 2.6 does not start",
    "nofile 20000 fits; or take ulimit-n out",
  ],
  [
    "capacity/file-descriptors",
    'haproxy: { version: "1.8", global: { maxconn: null } }\nproxies: { "proxy[1-2]": { nofile: 4000 } }',
    "needs 4029 open files for maxconn 2000",
    "it starts, and stops to accept when they are gone",
    "nofile 4218 fits; or maxconn 1891",
  ],
  [
    "capacity/frontend-sum",
    'haproxy: { version: "1.8", global: { maxconn: null }, listeners: { mirror-lists: { maxconn: 1500 }, b: { bind: ":81", maxconn: 501 } } }',
    "2 listeners may take 2001 connections together; the process takes 2000",
    "b 501 + mirror-lists 1500 = 2001 > global maxconn 2000, the default of HAProxy 1.8",
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
    "more than 310 of the 311 requests",
    "10 slots, 30 s to wait (timeout queue), 1 s each",
  ],
  [
    "capacity/key-pinning",
    `${listener("balance: uri")}\nmirrorlist: { site: { script: /s.wsgi, urls: [/a, /b] } }\n${storm("requests: 2790")}`,
    "more than 1395 of the 2790 requests",
  ],
  [
    "capacity/key-pinning",
    `${listener("balance: uri")}\nmirrorlist: { site: { script: /s.wsgi, urls: [/a, /b] } }\n${storm("requests: 2791")}`,
    "each of the 2 URLs of mirror-lists has one server, which serves 1395 requests in time; spike brings about 1396",
    "the 2 others may idle",
  ],
  [
    "capacity/memory",
    "app_servers: { 'app[1-3]': { base_memory: 4000MiB } }",
    "app1 needs 5,549 MiB with every process there; it has 4 GiB",
    "no process fits: it takes 1,453 MiB more memory",
  ],
  [
    "capacity/one-server-down",
    `${LATE}\napp_servers: { app3: null }`,
    "may wait 199 s for a slot on the other one",
    "2/1 of the load for each: 9000 requests, 45 slots left, 1 s each",
    "processes 291 on each fits, if memory allows; or 8 app servers",
  ],
  [
    "capacity/one-server-down",
    `${LATE}\n${UNBOUNDED}`,
    "on the 2 others; the limit is 5 s",
    "nothing queues in HAProxy, so the next one fails too",
    "maxconn on the server lines, with a timeout queue for the wait; or processes 750 on each fits, if memory allows; or 35 app servers",
  ],
  [
    "capacity/one-server-down",
    `${LATE}\nmirrorlist: { wsgi: { processes: 10, threads: 4 } }`,
    "processes 37 on each fits, if memory allows; or 9 app servers",
  ],
  [
    "capacity/proxy-memory",
    'haproxy: { version: "2.4", global: { nbproc: 2 } }\nproxies: { "proxy[1-2]": { memory: 200MiB } }',
    "may take 8000 connections, which need 258 MiB; it has 200 MiB",
    "nbproc 2 x maxconn 4000 (set) x 33 KiB = 258 MiB > 200 MiB",
    "maxconn 3103 fits, with nothing else on the host; or 57.8 MiB more memory",
  ],
  [
    "capacity/queue-room",
    "haproxy: { global: { maxconn: 90 } }",
    "spike brings 200 connections to proxy1 at once; mirror-lists takes 90",
    "400 requests x 50 % = 200 > global maxconn 90; 110 wait in the kernel's queue of 90, and 19 of them outside it",
    "maxconn 200 fits",
  ],
  [
    "capacity/queue-room",
    "haproxy: { global: { maxconn: 250 } }\nproxies: { proxy2: { traffic: 70% } }",
    "spike brings 280 connections to proxy2 at once",
    "400 requests x 70 % = 280 > global maxconn 250; 30 wait in the kernel's queue of 250",
  ],
  [
    "capacity/reload-overlap",
    `haproxy: { ${NO_STOP}, defaults: { timeout: { server: null } } }`,
    "hard-stop-after: 90s bounds the time; or maxconn 10 fits both processes",
  ],
  [
    "capacity/reload-overlap",
    'haproxy: { version: "1.6", global: { hard-stop-after: null } }\nmirrorlist: { wsgi: { processes: 4 } }',
    "2 proxies x maxconn 20 = 40, + 40 of the old processes, + 2 checks > 4 slots",
    "fewer proxies, or more slots",
  ],
  [
    "capacity/reload-overlap",
    `haproxy: { ${NO_STOP}, listeners: { mirror-lists: { server: { check: false } } } }`,
    "+ 40 of the old processes > 45 slots",
    "and is as long as a request may take; or maxconn 11 fits both processes",
  ],
  [
    "capacity/storm-throughput",
    MANY,
    "spike keeps 334 slots busy as long as it lasts; 3 active app servers have 135",
    "20000 requests in 60 s x 1 s each > 135 slots: the last one waits 88.1 s; the limit is 30 s, timeout queue",
    "processes 112 on each fits, if memory allows; or 8 app servers",
  ],
  [
    "capacity/storm-throughput",
    `${storm("requests: 8000, over: 10s, every: 80s")}\napp_servers: { app2: null, app3: null }`,
    "1 active app server has 45",
    "the limit is 30 s, timeout queue; and the next storm comes before all are served",
  ],
  [
    "capacity/storm-throughput",
    `${MANY}\nhaproxy: { defaults: { timeout: { queue: null, connect: null } } }`,
    "the last one waits 88.1 s / processes",
  ],
  [
    "capacity/storm-throughput",
    `${MANY}\nmirrorlist: { wsgi: { processes: 15, threads: 3 } }`,
    "processes 38 on each fits",
  ],
  // 8000 requests in 60 s would be 133 slots; it begins again every 30 s.
  [
    "capacity/storm-throughput",
    storm("requests: 8000, every: 30s"),
    "spike keeps 267 slots busy as long as it lasts; 3 active app servers have 135",
    "8000 requests in 30 s x 1 s each > 135 slots",
    "processes 89 on each fits, if memory allows; or 6 app servers",
  ],
  [
    "capacity/traffic-share",
    "proxies: { proxy1: { traffic: 70% } }\nstorms: null",
    "proxy1 gets 70 % of the requests and has 50 % of the places",
    "60 places on 3 active app servers; an equal part would be 84 places",
  ],
  [
    "capacity/traffic-share",
    'haproxy: { version: "2.4" }\nproxies: { proxy1: { traffic: 70%, haproxy: { global: { nbproc: 2 } } }, proxy2: { haproxy: { listeners: { mirror-lists: { server: { maxconn: 100 } } } } } }',
    "has 28.6 % of the places",
    "120 places on 3 active app servers, and 280 of the 400 requests of spike; an equal part would be 294 places",
    "maxconn 14 on proxy1, maxconn 12 on proxy2: in proportion to traffic, within 45 slots",
  ],
  [
    "capacity/traffic-share",
    "proxies: { proxy1: { traffic: 50% }, proxy2: { traffic: 30% }, proxy3: { traffic: 15% }, proxy4: { traffic: 5% } }",
    "maxconn 20 on proxy1, maxconn 12 on proxy2, maxconn 6 on proxy3 and so on: in proportion",
  ],
  [
    "capacity/traffic-share",
    "proxies: { 'proxy[1-2]': { traffic: 40% }, 'proxy[3-6]': {} }",
    "proxy1 (and 1 more alike) gets 40 % of the requests and has 16.7 % of the places",
    "maxconn 15 on proxy1 and 1 more, maxconn 1 on proxy3 and 3 more",
  ],
  [
    "capacity/unbounded-line",
    listener("hosts: [app1, app2], servers: { app2: { maxconn: 0 } }"),
    "app2 of mirror-lists has no maxconn: once the others have their 20 requests",
    "maxconn 20 is what app1 has",
  ],
  [
    "capacity/unbounded-line",
    listener("servers: { app1: { maxconn: 0 }, app2: { maxconn: 0 } }"),
    "app1 and 1 more of mirror-lists have no maxconn",
    "maxconn 20 is what app3 has",
  ],
  [
    "capacity/file-descriptors",
    'haproxy: { global: { maxpipes: 10, directives: [no  strict-limits] }, listeners: { mirror-lists: { bind: [":80", ":81"], server: { check: false } } } }\nproxies: { "proxy[1-2]": { nofile: 100 } }',
    "HAProxy on proxy1 needs 8045 open files for maxconn 4000; its limit is 100",
    "2 x maxconn 4000 + 2 x maxpipes 10 + 2 addresses + 23 of its own = 8045 > nofile 100: it starts, and stops to accept when they are gone",
    "nofile 8234 fits",
  ],
  [
    "capacity/file-descriptors",
    'haproxy: { global: { directives: ["setenv X no strict-limits"] } }\nproxies: { "proxy[1-2]": { nofile: 217 } }',
    "HAProxy on proxy1 needs 8029 open files for maxconn 4000; its limit is 217",
    "2 x maxconn 4000 + 5 checks + 1 address + 23 of its own = 8029 > nofile 217: HAProxy 2.6 does not start, unless it has CAP_SYS_RESOURCE",
    "nofile 8218 fits",
  ],
];

describe("what a finding of capacity says", () => {
  const cases = SAID.map(([slug, text, ...parts]) => ({ slug, text, parts }));

  it.each(cases)("$slug of $text", ({ slug, text, parts }) => {
    const [fault] = verdictsOn(slug, text).filter((verdict): verdict is Fault => verdict.kind === "fault");
    const said = [fault?.message, fault?.why, fault?.fix].join(" / ");
    for (const part of parts) expect(said).toContain(part);
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
    ["capacity/file-descriptors", "haproxy: { global: { ulimit-n: 8028 } }", "error"],
    [
      "capacity/queue-room",
      "haproxy: { global: { maxconn: 90 }, listeners: { mirror-lists: { backlog: 109 } } }",
      "warning",
    ],
    [
      "capacity/queue-room",
      "haproxy: { global: { maxconn: 90 }, listeners: { mirror-lists: { backlog: 108 } } }",
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
