import { describe, expect, it } from "vitest";
import { kindsOn } from "./verdicts-on.js";

const listener = (settings: string): string => `haproxy: { listeners: { mirror-lists: { ${settings} } } }`;
const raw = (line: string, more = "balance: roundrobin"): string =>
  listener(`${more}, directives: [${JSON.stringify(line)}]`);
const wsgi = (settings: string): string => `mirrorlist: { wsgi: { ${settings} } }`;
const apache = (settings: string): string => `apache: { ${settings} }`;
const storm = (settings: string): string => `storms: { spike: { ${settings} } }`;
const LATE = storm("requests: 90000");
const ENDLESS = "haproxy: { defaults: { timeout: { queue: null, connect: null } } }";
const TCP = "haproxy: { defaults: { mode: tcp } }";
const version = (of: string, settings: string) =>
  `haproxy: { version: "${of}", global: { hard-stop-after: null, ${settings} } }`;
const SITE = "mirrorlist: { site: { script: /s.wsgi, urls: [/a, /b] } }";
const HTTPCHK = "option: { httpchk: GET /mirrorlist HTTP/1.1 }";
/** Without hard-stop-after: what an old process may wait for counts. */
const noStop = (timeout: string, mode = "", line = ""): string =>
  `haproxy: { global: { hard-stop-after: null${line && `, directives: [${line}]`} }, defaults: { ${mode}timeout: ${timeout} } }`;
const factored = (lines: readonly string[], requests: number): string =>
  `${listener(`balance: source, directives: ${JSON.stringify(lines)}`)}\n${storm(`requests: ${requests}`)}`;
const NO_HTTPCHK = "option: { httpchk: null }";

/** A check, a fleet, and what the check comes to there: nothing where it does not apply. */
const COMES_TO: readonly (readonly [string, string, "pass" | "fault" | "lack" | ""])[] = [
  ["haproxy/abortonclose", TCP, ""],
  ["haproxy/abortonclose", listener("server: { maxconn: null }"), ""],
  ["haproxy/allbackups", `${listener("option: { allbackups: false }")}\nbackups: { backup2: null }`, ""],
  ["haproxy/balance-first", listener("balance: first, hosts: [app1], server: { maxconn: 0 }"), ""],
  ["haproxy/balance-first", listener("balance: first, hosts: [app1, app2], server: { maxconn: 0 }"), "fault"],
  ["haproxy/balance-first", listener("balance: first, hosts: [app1, app2]"), "pass"],
  ["haproxy/balance-first", listener("balance: leastconn, server: { maxconn: 0 }"), ""],
  ["haproxy/balance-header", listener("balance: hdr(x), hosts: [app1]"), ""],
  ["haproxy/balance-header", listener("balance: hdr(x), hosts: [app1, app2]"), "fault"],
  ["haproxy/balance-header", listener("balance: hdr(x), mode: tcp"), ""],
  ["haproxy/balance-uri", listener("balance: uri, hosts: [app1]"), ""],
  ["haproxy/balance-uri", `${listener("balance: uri, hosts: [app1, app2]")}\n${SITE}`, "pass"],
  ["haproxy/balance-uri", `${listener("balance: uri, mode: tcp")}\n${SITE}`, ""],
  ["haproxy/check-host-header", listener(`${HTTPCHK}, server: { check: false }`), ""],
  ["haproxy/check-host-header", raw("option  httpchk GET / HTTP/1.1 host:a", HTTPCHK), "pass"],
  ["haproxy/check-host-header", raw("no http-check send hdr Host a", HTTPCHK), "fault"],
  ["haproxy/check-host-header", raw("http-check send hdr X-Hosting a", HTTPCHK), "fault"],
  ["haproxy/check-path", `${SITE}\n${listener("option: { httpchk: GET /b }")}`, "pass"],
  ["haproxy/check-path", `${SITE}\n${listener("option: { httpchk: GET /c }")}`, "fault"],
  ["haproxy/check-path", `${SITE}\n${listener("option: { httpchk: GET /c }, mode: tcp")}`, ""],
  ["haproxy/check-path", `${SITE}\n${listener("option: { httpchk: GET /c }, server: { check: false }")}`, ""],
  ["haproxy/check-path", `${SITE}\n${listener(NO_HTTPCHK)}`, ""],
  ["haproxy/check-path", `${SITE}\n${raw("http-check  send uri /a", "option: { httpchk: GET /c }")}`, ""],
  ["haproxy/check-path", `${SITE}\n${raw("http-check connect", "option: { httpchk: GET /c }")}`, ""],
  [
    "haproxy/check-path",
    `${SITE}\n${raw("http-check expect status 200", "option: { httpchk: GET /c }")}`,
    "fault",
  ],
  ["haproxy/check-path", `${SITE}\n${raw("no http-check send x", "option: { httpchk: GET /c }")}`, "fault"],
  ["haproxy/check-without-httpchk", listener(`${NO_HTTPCHK}, mode: tcp`), ""],
  ["haproxy/check-without-httpchk", listener(`${NO_HTTPCHK}, server: { check: false }`), ""],
  ["haproxy/check-without-httpchk", "", "pass"],
  ["haproxy/check-without-httpchk", raw("option  tcp-check", NO_HTTPCHK), "pass"],
  ["haproxy/check-without-httpchk", raw("http-check send meth GET", NO_HTTPCHK), "pass"],
  ["haproxy/check-without-httpchk", raw("no option httpchk", NO_HTTPCHK), "fault"],
  ["haproxy/check-without-httpchk", raw("acl x http-check", NO_HTTPCHK), "fault"],
  ["haproxy/check-without-httpchk", raw("option tcp-checks", NO_HTTPCHK), "fault"],
  ["haproxy/default-balance", listener("balance: null, hosts: [app1, app2]"), "fault"],
  ["haproxy/default-balance", listener("balance: null, hosts: [app1]"), ""],
  ["haproxy/default-balance", raw("no balance x", "balance: null"), "fault"],
  [
    "haproxy/dialect",
    "haproxy: { version: '2.6', global: { hard-stop-after: null }, defaults: { timeout: { queue: null, http-request: null }, option: { redispatch: null } }, listeners: { mirror-lists: { option: { allbackups: null } } } }",
    "",
  ],
  ["haproxy/fullconn", listener("server: { minconn: 20 }"), ""],
  ["haproxy/fullconn", listener("server: { minconn: 21 }"), ""],
  ["haproxy/fullconn", listener("server: { minconn: 19 }"), "fault"],
  ["haproxy/hard-stop-after", "haproxy: { global: { hard-stop-after: null } }", "pass"],
  ["haproxy/hard-stop-after", noStop("{ client: 300s }"), "pass"],
  ["haproxy/hard-stop-after", noStop("{ client: 301s }"), "fault"],
  ["haproxy/hard-stop-after", noStop("{ http-request: 301s }"), "fault"],
  ["haproxy/hard-stop-after", noStop("{ tunnel: 1h }"), "fault"],
  // 30 s in the queue.
  ["haproxy/hard-stop-after", noStop("{ server: 270s }"), "pass"],
  ["haproxy/hard-stop-after", noStop("{ server: 271s }"), "fault"],
  ["haproxy/hard-stop-after", noStop("{ queue: null, connect: null }"), "fault"],
  ["haproxy/hard-stop-after", noStop("{ client: null }"), "fault"],
  ["haproxy/hard-stop-after", noStop("{ client: 1h, server: 8h }", "mode: tcp, "), "fault"],
  ["haproxy/hard-stop-after", noStop("{ client: 8h, server: 300s }", "mode: tcp, "), "pass"],
  ["haproxy/hard-stop-after", noStop("{ client: 8h, server: 8h, tunnel: 5m }", "mode: tcp, "), "pass"],
  ["haproxy/hard-stop-after", noStop("{ tunnel: 1h }", "", "mworker-max-reloads 3"), ""],
  ["haproxy/hard-stop-after", noStop("{ tunnel: 1h }", "", "hard-stop-after 60s"), ""],
  ["haproxy/hard-stop-after", TCP, ""],
  [
    "haproxy/maxqueue",
    `${ENDLESS}\n`
      .replace("} } }", "} }, listeners: { mirror-lists: { balance: source, server: { maxqueue: 900 } } } }")
      .replace("\n", ""),
    "pass",
  ],
  ["haproxy/nbproc", "", ""],
  ["haproxy/nbproc", version("2.4", "nbthread: 4"), ""],
  // 400 requests, 6 at a time on each proxy, 1 s each: over 60 s or all at once.
  ["haproxy/queue-timeout", `${listener("server: { maxconn: 2 }")}\n${storm("requests: 400")}`, "pass"],
  [
    "haproxy/queue-timeout",
    `${listener("server: { maxconn: 2 }")}\n${storm("requests: 400, arrivals: spike, over: null")}`,
    "fault",
  ],
  ["haproxy/queue-timeout", `${ENDLESS}\n${LATE}`, "pass"],
  ["haproxy/redispatch", listener("hosts: [app1], option: { redispatch: false }"), ""],
  ["haproxy/redispatch", raw("option  redispatch", "option: { redispatch: false }"), "pass"],
  ["haproxy/redispatch", raw("no option redispatch", "option: { redispatch: false }"), "fault"],
  ["haproxy/redispatch", raw("option redispatches", "option: { redispatch: false }"), "fault"],
  ["haproxy/slowstart", "", ""],
  ["haproxy/slowstart", raw("hash-type  consistent", "balance: source, server: { slowstart: 30s }"), "pass"],
  [
    "haproxy/slowstart",
    raw("no hash-type consistent", "balance: source, server: { slowstart: 30s }"),
    "fault",
  ],
  ["haproxy/slowstart", raw("hash-type map-based", "balance: source, server: { slowstart: 30s }"), "fault"],
  ["haproxy/unchecked-servers", listener("hosts: [app1], server: { check: false }"), ""],
  ["haproxy/zero-weight", "", ""],
  ["haproxy/zero-weight", listener("server: { weight: 1 }"), "pass"],
  ["haproxy/zero-weight", `${listener("server: { weight: 0 }")}\nbackups: null`, "fault"],
  ["haproxy/zero-weight", `${listener("servers: { app1: { weight: 0 } }")}\nbackups: null`, "pass"],
  ["apache/server-limit", apache("MaxRequestWorkers: null"), ""],
  ["apache/server-limit", apache("MaxRequestWorkers: null, ServerLimit: 15"), "fault"],
  ["apache/server-limit", apache("MaxRequestWorkers: null, ServerLimit: 16"), "pass"],
  ["apache/threads-per-child", apache("MaxRequestWorkers: null"), ""],
  ["apache/threads-per-child", apache("mpm: null, MaxRequestWorkers: 50"), "pass"],
  ["apache/threads-per-child", apache("mpm: null, MaxRequestWorkers: 51"), "lack"],
  ["apache/threads-per-child", apache("mpm: null, MaxRequestWorkers: 51, ThreadsPerChild: 10"), "fault"],
  ["apache/threads-per-child", apache("mpm: null, MaxRequestWorkers: 51, ThreadLimit: 10"), "fault"],
  ["apache/thread-limit", apache("mpm: prefork, ThreadsPerChild: 100"), ""],
  ["apache/mpm-directives", apache("ThreadsPerChild: 25"), "pass"],
  ["apache/mpm-directives", apache("mpm: null, ThreadsPerChild: 25"), ""],
  ["apache/restart-herd", `${wsgi("processes: 1, threads: 45")}\n${LATE}`, ""],
  ["apache/restart-herd", `${wsgi("maximum-requests: 0")}\n${LATE}`, ""],
  ["apache/restart-herd", `${listener("hosts: ['backup[1-2]']")}\n${LATE}`, ""],
  ["apache/restart-herd", `${listener("slots: null")}\n${LATE}`, ""],
  // 135000 / 3 / 45 = 1000, and a process is replaced after 1000.
  ["apache/restart-herd", storm("requests: 135000"), "fault"],
  ["apache/restart-herd", storm("requests: 134999"), "pass"],
  ["apache/graceful-timeout", wsgi("threads: 2, maximum-requests: 0"), ""],
  ["apache/inactivity-timeout", wsgi("inactivity-timeout: 9s"), ""],
  ["apache/inactivity-timeout", "", ""],
  // 262150 x 1 ms of life, and 5.35 s away: 2 %.
  [
    "apache/maximum-requests",
    `${wsgi("maximum-requests: 262150")}\n${storm("service_time: { mean: 1ms }")}`,
    "pass",
  ],
  [
    "apache/maximum-requests",
    `${wsgi("maximum-requests: 262149")}\n${storm("service_time: { mean: 1ms }")}`,
    "fault",
  ],
  ["capacity/key-pinning", `${listener("balance: source, hosts: [app1, app2]")}\n${LATE}`, "fault"],
  [
    "capacity/key-pinning",
    `${ENDLESS.replace("} } }", "} }, listeners: { mirror-lists: { balance: source } } }")}\n${LATE}`,
    "pass",
  ],
  ["capacity/key-pinning", `${raw("hash-balance-factor 0", "balance: source")}\n${LATE}`, "fault"],
  ["capacity/key-pinning", `${raw("no hash-balance-factor 150", "balance: source")}\n${LATE}`, "fault"],
  // It takes a consistent hash to bound what one key gets: 100/150 of three servers, 2 x 1395.
  ["capacity/key-pinning", factored(["hash-balance-factor  150"], 1396), "fault"],
  ["capacity/key-pinning", factored(["hash-type map-based", "hash-balance-factor 150"], 1396), "fault"],
  ["capacity/key-pinning", factored(["hash-balance-factor 150", "hash-type consistent sdbm"], 2790), "pass"],
  ["capacity/key-pinning", factored(["hash-balance-factor 150", "hash-type consistent"], 2791), "fault"],
  ["capacity/key-pinning", factored(["hash-balance-factor 900", "hash-type consistent"], 1395), "pass"],
  ["capacity/key-pinning", factored(["hash-balance-factor 900", "hash-type consistent"], 1396), "fault"],
  ["capacity/unbounded-line", listener("balance: static-rr, servers: { app1: { maxconn: 0 } }"), "fault"],
  ["capacity/unbounded-line", listener("balance: leastconn, servers: { app1: { maxconn: 0 } }"), "fault"],
  ["capacity/unbounded-line", listener("balance: random, servers: { app1: { maxconn: 0 } }"), ""],
  ["capacity/one-server-down", `${ENDLESS}\n${LATE}`, "pass"],
  ["capacity/failover-to-backups", `${ENDLESS}\n${LATE}`, "pass"],
  ["capacity/file-descriptors", "haproxy: { global: { ulimit-n: 8029 } }", "pass"],
  [
    "capacity/frontend-sum",
    "haproxy: { listeners: { mirror-lists: { maxconn: 3000 }, b: { bind: ':81' } } }",
    "",
  ],
  [
    "capacity/frontend-sum",
    "haproxy: { global: { maxconn: null }, listeners: { mirror-lists: { maxconn: 3000 }, b: { bind: ':81', maxconn: 9000 } } }",
    "",
  ],
  [
    "capacity/reload-overlap",
    "haproxy: { global: { hard-stop-after: null } }\nmirrorlist: { wsgi: { processes: 82 } }",
    "pass",
  ],
  [
    "capacity/reload-overlap",
    "haproxy: { global: { hard-stop-after: null } }\nmirrorlist: { wsgi: { processes: 81 } }",
    "fault",
  ],
  ["capacity/storm-throughput", storm("requests: 8100, every: 60s"), "pass"],
  ["time/longest-wait", `${TCP}\n${storm("patience: 1s")}`, ""],
  ["time/longest-wait", `${ENDLESS}\n${storm("patience: 1s")}`, ""],
  ["time/request-timeout", `${TCP}\n${wsgi("request-timeout: 90s")}`, ""],
  ["time/request-timeout", wsgi("request-timeout: 0s"), ""],
  ["time/http-request-timeout", TCP, ""],
  ["time/hung-share", "", "pass"],
  ["time/hung-share", listener("server: { maxconn: 0, inter: 1501ms }"), "fault"],
  ["time/hung-share", listener("server: { maxconn: 0, minconn: 5 }"), "pass"],
  ["time/hung-share", listener("server: { maxconn: 0, check: false }"), ""],
  ["time/hung-share", listener("server: { maxconn: 0 }, hosts: [app1]"), ""],
  ["time/hung-share", listener("server: { maxconn: 0 }, option: { httpchk: null }"), ""],
  ["time/hung-share", `${raw("retry-on conn-failure response-timeout", "server: { maxconn: 0 }")}`, ""],
  ["time/hung-share", `${raw("retry-on conn-failure empty-response", "server: { maxconn: 0 }")}`, "fault"],
  // Most of it goes elsewhere: 1/21 for 30 s.
  [
    "time/hung-share",
    listener("server: { maxconn: 20, weight: 10 }, servers: { app1: { maxconn: 0, weight: 1 } }"),
    "pass",
  ],
  ["time/hung-share", listener("server: { maxconn: 0, inter: 11s }"), ""],
  ["time/hung-share", listener("slots: null, server: { maxconn: 0 }"), "fault"],
  ["time/recovery", listener("server: { check: false, inter: 900s }"), ""],
  ["time/detection", listener("server: { check: false, inter: 900s }"), ""],
  ["mirrorlist/distinct-files", "mirrorlist: { server: { log_file: /a, cache_file: /b } }", "pass"],
  ["kernel/somaxconn-unset", "", "pass"],
  ["kernel/syn-backlog", "kernel: { net.ipv4.tcp_max_syn_backlog: 256, net.ipv4.tcp_syncookies: 2 }", "pass"],
  // Half of 4370 MiB is the 2185 that are charged.
  [
    "kernel/overcommit",
    "kernel: { vm.overcommit_memory: 2 }\napp_servers: { 'app[1-3]': { memory: 4370MiB } }\nbackups: null",
    "pass",
  ],
];

describe("a check", () => {
  it.each(COMES_TO)("%s of %s: %s", (slug, text, kind) => {
    expect(kindsOn(slug, text).join()).toBe(kind);
  });
});
