import { describe, expect, it } from "vitest";
import { allRules } from "../../src/api/built-in.js";
import { valuesInOrder } from "./values-in-order.js";
import { verdictsOn } from "./verdicts-on.js";

const listener = (settings: string): string => `haproxy: { listeners: { mirror-lists: { ${settings} } } }`;

/** A check, a fleet that fails it, how bad the first finding is, the key that it points to, and what it says. */
const SAID: readonly (readonly [string, string, string, string, ...string[]])[] = [
  [
    "hygiene/duplicate-address",
    "app_servers: { app2: { address: APP1 } }\nhaproxy: { listeners: { mirror-lists: { server: { port: null, check: false } } } }",
    "error",
    "app_servers.app2.address",
    "app2 … app1 … mirror-lists … APP1 … app1 … maxconn … app2",
  ],
  [
    "hygiene/idle-proxy",
    'proxies: { proxy1: { traffic: 100% }, "proxy[3-4]": {} }',
    "info",
    "proxies.proxy[1-2].traffic",
    "proxy2 … 2 more … maxconn … 100 % … proxy1 100 %",
  ],
  [
    "hygiene/idle-proxy",
    'proxies: { "proxy[1-5]": { traffic: 20% }, proxy6: {} }',
    "info",
    "proxies.proxy6.traffic",
    "proxy6 … maxconn … 100 % … proxy1 20 % … proxy2 20 % … proxy3 20 % … proxy4 20 %",
  ],
  [
    "hygiene/idle-proxy",
    'proxies: { "proxy[1-4]": { traffic: 25% }, proxy6: {} }',
    "info",
    "proxies.proxy6.traffic",
    "proxy6 … maxconn … 100 % … proxy1 25 % … proxy2 25 % … proxy3 25 % … proxy4 25 %",
  ],
  [
    "hygiene/no-active-server",
    listener("hosts: [backup1], option: { allbackups: false }"),
    "info",
    "haproxy.listeners.mirror-lists.hosts",
    "mirror-lists … app_servers",
  ],
  [
    "hygiene/no-active-server",
    listener('hosts: ["backup[1-2]"]'),
    "info",
    "haproxy.listeners.mirror-lists.hosts",
    "mirror-lists … 2 backups … app_servers",
  ],
  [
    "hygiene/no-active-server",
    'backups: { "backup[3-4]": {} }\nhaproxy: { listeners: { mirror-lists: { hosts: ["backup[1-4]"], option: { allbackups: false } } } }',
    "warning",
    "haproxy.listeners.mirror-lists.hosts",
    "mirror-lists … 4 backups … option allbackups backup1 … 3 … app_servers",
  ],
  [
    "hygiene/slots-unclaimed",
    listener('slots: null }, a: { bind: ":81" }, b: { bind: ":82" }, c: { bind: ":83"'),
    "warning",
    "haproxy.listeners",
  ],
  [
    "hygiene/slots-unclaimed",
    listener('slots: null }, a: { bind: ":81" }, b: { bind: ":82" }, c: { bind: ":83" }, d: { bind: ":84"'),
    "warning",
    "haproxy.listeners",
  ],
  [
    "hygiene/raw-setting",
    listener("server: { directives: [backup] }"),
    "warning",
    "haproxy.listeners.mirror-lists.server.directives[0]",
    "mirror-lists … backups",
  ],
  [
    "hygiene/listener-without-servers",
    listener('hosts: [], directives: ["http-response redirect x"]'),
    "error",
    "haproxy.listeners.mirror-lists.hosts",
    "mirror-lists … 503 … app_servers … backups",
  ],
  [
    "hygiene/listener-without-servers",
    listener('hosts: [], directives: ["unset-server x"]'),
    "error",
    "haproxy.listeners.mirror-lists.hosts",
    "mirror-lists … 503 … app_servers … backups",
  ],
  [
    "hygiene/unused-app-server",
    listener("hosts: [backup1, backup2, app1]"),
    "warning",
    "app_servers.app[1-3]",
    "app2 … 1 more … app2",
  ],
  [
    "hygiene/storm-overlap",
    "storms: { spike: { every: 15s } }",
    "warning",
    "storms.spike.every",
    "60 s … every 15 s … 60 s > every 15 s … 4 … 400 requests … every 60s",
  ],
  [
    "kernel/nr-open",
    "haproxy: { global: { ulimit-n: 1048577 } }",
    "warning",
    "haproxy.global.ulimit-n",
    "ulimit-n … proxy1 … 1048577 open … fs.nr_open … 1048576 … 1048577 > fs.nr_open 1048576 … EPERM … fs.nr_open … 1048577 … ulimit-n 1048576",
  ],
  [
    "kernel/nr-open",
    "haproxy: { global: { maxconn: 600000 } }",
    "warning",
    "haproxy.global.maxconn",
    "maxconn … proxy1 … 1200029 open … fs.nr_open … 1048576 … 1200029 > fs.nr_open 1048576 … EPERM … fs.nr_open … 1200029 … maxconn 524179",
  ],
  [
    "kernel/nr-open",
    'haproxy: { global: { maxconn: 100 } }\nkernel: { fs.nr_open: 100 }\nproxies: { "proxy[1-2]": { nofile: null } }',
    "error",
    "kernel.fs.nr_open",
    "maxconn … proxy1 … 229 open … fs.nr_open … 100 … 229 > fs.nr_open 100 … EPERM … fs.nr_open … 229",
  ],
  [
    "kernel/nr-open",
    "haproxy: { global: { ulimit-n: 16384 } }\nkernel: { fs.nr_open: 16383 }",
    "error",
    "kernel.fs.nr_open",
    "nofile … proxy1 … 16384 open … fs.nr_open … 16383 … 16384 > fs.nr_open 16383 … EPERM … fs.nr_open … 16384 … nofile 16383",
  ],
  [
    "kernel/somaxconn-unset",
    "kernel: { net.core.somaxconn: null }\napache: { ListenBackLog: 5000 }",
    "warning",
    "kernel.net.core.somaxconn",
    "(ListenBackLog) … 5000 … net.core.somaxconn … 5.4 … 128 … 4096 … 3 … 7 backlogs … net.core.somaxconn … 5000",
  ],
  [
    "kernel/file-max",
    'haproxy: { version: "2.4", global: { nbproc: 2 } }\nkernel: { fs.file-max: 9000 }',
    "error",
    "kernel.fs.file-max",
    "proxy1 … 16058 files … fs.file-max … 9000 … maxconn 4000 … 8029 files … nbproc 2 > fs.file-max 9000 … fs.file-max … 32116",
  ],
  [
    "kernel/overcommit-ratio",
    "kernel: { vm.overcommit_memory: 1, vm.overcommit_ratio: 80 }",
    "info",
    "kernel.vm.overcommit_ratio",
    "vm.overcommit_ratio 80 … vm.overcommit_memory … 1 … vm.overcommit_memory 2 … vm.overcommit_ratio",
  ],
  [
    "kernel/syn-backlog",
    "kernel: { net.ipv4.tcp_max_syn_backlog: 256 }",
    "info",
    "kernel.net.ipv4.tcp_max_syn_backlog",
    "net.ipv4.tcp_max_syn_backlog 256 … mirror-lists (maxconn) … 4000 … 256 < 4000 … net.ipv4.tcp_syncookies … 0 … net.ipv4.tcp_max_syn_backlog … 4000 … net.ipv4.tcp_syncookies … 1",
  ],
  [
    "mirrorlist/distinct-files",
    "mirrorlist: { server: { log_file: /a, cache_file: /a } }",
    "error",
    "mirrorlist.server.cache_file",
    "cache_file … log_file … mirrorlist_server … app1 … cache_file",
  ],
  [
    "mirrorlist/max-children",
    "mirrorlist: { server: { max_children: 44 } }\nhaproxy: { listeners: { mirror-lists: { server: { maxconn: 30 } } } }",
    "warning",
    "mirrorlist.server.max_children",
    "mirrorlist_server … app1 … 44 requests … 1 … 45 … max_children 44 … 45 slots … max_children 45",
  ],
  [
    "mirrorlist/queue-size",
    "mirrorlist: { server: { request_queue_size: 300 } }\nkernel: { net.core.somaxconn: 40 }",
    "warning",
    "kernel.net.core.somaxconn",
    "42 slots … app1 … mirrorlist_server … 40 … net.core.somaxconn 40 … request_queue_size 300 < 42 requests … request_queue_size 41 … net.core.somaxconn 41",
  ],
  [
    "mirrorlist/queue-size",
    "mirrorlist: { server: { request_queue_size: 40 } }\nkernel: { net.core.somaxconn: 40 }",
    "warning",
    "mirrorlist.server.request_queue_size",
    "42 slots … app1 … mirrorlist_server … 40 … request_queue_size 40 … 42 requests … request_queue_size 41 … net.core.somaxconn 41",
  ],
  [
    "mirrorlist/queue-size",
    "mirrorlist: { server: { request_queue_size: 5 } }\nhaproxy: { listeners: { mirror-lists: { server: { maxconn: 30 } } } }",
    "warning",
    "mirrorlist.server.request_queue_size",
    "45 slots … app1 … mirrorlist_server … 5 … request_queue_size 5 … 45 slots … request_queue_size 44",
  ],
  [
    "mirrorlist/queue-size",
    "mirrorlist: { server: { request_queue_size: 5 } }\nkernel: { net.core.somaxconn: 41 }",
    "warning",
    "mirrorlist.server.request_queue_size",
    "42 slots … app1 … mirrorlist_server … 5 … request_queue_size 5 … 42 requests … request_queue_size 41",
  ],
  [
    "time/detection",
    listener("timeout: { check: 40s }, server: { inter: 5s, fall: 3 }"),
    "warning",
    "haproxy.listeners.mirror-lists.server.inter",
    "app1 … 2 more … mirror-lists … 150 s … DOWN … 60 s … 5 s … 3 checks … 45 s … 5 s … fall … timeout check … inter",
  ],
  [
    "time/http-request-timeout",
    'haproxy: { defaults: { timeout: { http-request: null } }, listeners: { wiki: { bind: ":81", server: { port: 80 } } } }',
    "info",
    "haproxy.defaults.timeout.http-request",
    "mirror-lists … 1 more … timeout http-request … timeout client 50 s … timeout http-request 10s",
  ],
  [
    "time/http-request-timeout",
    'haproxy: { defaults: { timeout: { http-request: null, client: null } }, listeners: { wiki: { bind: ":81", mode: tcp, server: { port: 80 } } } }',
    "info",
    "haproxy.defaults.timeout.http-request",
    "mirror-lists … timeout http-request 10s",
  ],
  [
    "time/longest-wait",
    "haproxy: { listeners: { mirror-lists: { server: { maxconn: 0 } } } }\nstorms: { spike: { patience: 60s } }",
    "warning",
    "haproxy.defaults.timeout.server",
    "mirror-lists … 70 s … 60 s … 4 x 5 s = 20 s … 50 s … retries 1 … timeout connect",
  ],
  [
    "time/longest-wait",
    "storms: { spike: { patience: null, every: 90s } }",
    "warning",
    "haproxy.defaults.timeout.server",
    "mirror-lists … 100 s … 90 s … 30 s … 4 x 5 s = 20 s … 50 s … retries 1 … timeout connect",
  ],
  [
    "time/longest-wait",
    "storms: { spike: { patience: 85s } }",
    "warning",
    "haproxy.defaults.timeout.server",
    "mirror-lists … 100 s … 85 s … 30 s … 4 x 5 s = 20 s … 50 s … retries 0 … timeout connect",
  ],
  [
    "time/longest-wait",
    "storms: { spike: { patience: 84999ms } }",
    "warning",
    "haproxy.defaults.timeout.server",
    "mirror-lists … 100 s … 85 s … 30 s … 4 x 5 s = 20 s … 50 s",
    "timeout queue 14s fits",
  ],
  [
    "time/longest-wait",
    "storms: { spike: { patience: 71s } }",
    "warning",
    "haproxy.defaults.timeout.server",
    "mirror-lists … 100 s … 71 s … 30 s … 4 x 5 s = 20 s … 50 s",
    "timeout queue 1s fits",
  ],
  [
    "time/longest-wait",
    "storms: { spike: { patience: 70999ms } }",
    "warning",
    "haproxy.defaults.timeout.server",
    "mirror-lists … 100 s … 71 s … 30 s … 4 x 5 s = 20 s … 50 s … timeout connect … 71 s",
  ],
  [
    "time/longest-wait",
    "storms: { spike: { patience: 90s }, a: { requests: 1, over: 1s, service_time: { mean: 1s }, patience: 95s }, b: { requests: 1, over: 1s, service_time: { mean: 1s }, patience: 90s } }",
    "warning",
    "haproxy.defaults.timeout.server",
    "mirror-lists … 100 s … 90 s … 30 s … 4 x 5 s = 20 s … 50 s … retries 1 … timeout connect",
  ],
  [
    "time/recovery",
    listener("server: { inter: 40s, rise: 3 }"),
    "warning",
    "haproxy.listeners.mirror-lists.server.inter",
    "app1 … 2 more … mirror-lists … DOWN … 120 s … 60 s … 40 s … 2 more … 40 s … (rise 3) … 20s … rise 3",
  ],
  [
    "time/recovery",
    listener("server: { inter: 40s, fastinter: 1s, rise: 30 }"),
    "warning",
    "haproxy.listeners.mirror-lists.server.inter",
    "app1 … 2 more … mirror-lists … DOWN … 69 s … 60 s … 40 s … 29 more … 1 s … (rise 30) … 2s … rise 30",
  ],
  [
    "time/service-time",
    "haproxy: { listeners: { mirror-lists: { timeout: { server: 5s }, server: { maxconn: 300 } } } }\nstorms: { spike: { requests: 600, arrivals: spike, over: null } }",
    "warning",
    "haproxy.listeners.mirror-lists.timeout.server",
    "30 requests … timeout server 5 s … mirror-lists … 504 … 3.07 s … app1 … 14.6 % … 1.93 s … 1 s … timeout server 10s … maxconn",
  ],
  [
    "time/service-time",
    "haproxy: { listeners: { mirror-lists: { timeout: { server: 1s }, server: { maxconn: 300 } } } }\nstorms: { spike: { requests: 900, arrivals: spike, over: null } }",
    "warning",
    "haproxy.listeners.mirror-lists.timeout.server",
    "764 requests … timeout server 1 s … mirror-lists … 504 … 5.11 s … app1 … 100 % … 0 ms … 1 s … timeout server 13s … maxconn",
  ],
  [
    "time/service-time",
    'haproxy: { listeners: { rest: { bind: ":81", slots: mirrorlist, timeout: { server: 4s }, server: { port: 80, maxconn: 1 } } } }',
    "warning",
    "haproxy.listeners.rest.timeout.server",
    "4 requests … timeout server 4 s … 504 … 1.83 % … 4 s … 1 s",
    "timeout server 7s fits",
  ],
  [
    "time/service-time",
    'haproxy: { listeners: { a: { bind: ":81", slots: mirrorlist, timeout: { server: 4s }, server: { port: 80, maxconn: 1 } } , z: { bind: ":82", slots: mirrorlist, timeout: { server: 3s }, server: { port: 80, maxconn: 1 } } } }',
    "warning",
    "haproxy.listeners.z.timeout.server",
    "9 requests … timeout server 3 s … 504 … 4.98 % … 3 s … 1 s … timeout server 7s",
  ],
  [
    "time/unset-timeouts",
    'haproxy: { defaults: { timeout: { client: null } }, listeners: { wiki: { bind: ":81", server: { port: 80 } } } }',
    "warning",
    "haproxy.defaults.timeout.client",
    "mirror-lists … 1 more … timeout client … timeout client 50s",
  ],
  [
    "time/check-load",
    "haproxy: { listeners: { mirror-lists: { server: { inter: 900ms } } } }\nstorms: { spike: { service_time: { mean: 3s } } }",
    "warning",
    "haproxy.listeners.mirror-lists.server.inter",
    "2.2 … 6.7 … 45 slots … app1 … 14.8 % … 2 checks … 900 ms … 3 s … inter 3s",
  ],
  [
    "time/check-timeout-over-inter",
    'haproxy: { version: "3.4", listeners: { mirror-lists: { timeout: { check: 20s } } } }',
    "info",
    "haproxy.listeners.mirror-lists.timeout.check",
    "mirror-lists … 25 s … inter is 5 s … timeout check 20 s … inter 5 s … inter 20s … timeout check 5s",
  ],
  [
    "time/connect-as-queue",
    "haproxy: { defaults: { retries: 0, timeout: { queue: null, connect: 60s } } }",
    "warning",
    "haproxy.defaults.timeout.connect",
    "timeout connect 60 s … mirror-lists … 60 s … 1 attempt … timeout queue … 60 s … timeout queue 60s … timeout connect 5s",
  ],
  [
    "time/fastinter",
    listener("server: { inter: null, fastinter: 3s }"),
    "warning",
    "haproxy.listeners.mirror-lists.server.fastinter",
    "app1 … 2 more … mirror-lists … every 2 s … every 3 s … fastinter 3 s > inter 2 s (HAProxy's … fastinter 1s",
  ],
];

describe("what a finding of the other areas says", () => {
  const cases = SAID.map(([slug, text, severity, path, ...parts]) => ({ slug, text, severity, path, parts }));

  it.each(cases)("$slug of $text", ({ slug, text, severity, path, parts }) => {
    const [verdict] = verdictsOn(slug, text);
    if (verdict?.kind !== "fault") throw new Error("nothing is found");
    expect(verdict.severity ?? allRules.find((check) => check.slug === slug)?.severity).toBe(severity);
    expect(verdict.at.path).toBe(path);
    const said = [verdict.message, verdict.why, verdict.fix].join(" / ");
    for (const part of parts) expect(said).toMatch(valuesInOrder(part));
  });

  it.each([
    [
      "hygiene/idle-proxy",
      "proxies: { proxy1: { traffic: 100% } }\nhaproxy: { listeners: { mirror-lists: { slots: null } } }",
      "",
    ],
    [
      "hygiene/listener-without-servers",
      listener('hosts: [], directives: ["http-request  return status 200"]'),
      "pass",
    ],
    [
      "kernel/syn-backlog",
      "kernel: { net.ipv4.tcp_max_syn_backlog: 256, net.ipv4.tcp_syncookies: 2 }",
      "pass",
    ],
    [
      "kernel/syn-backlog",
      "kernel: { net.ipv4.tcp_max_syn_backlog: 256 }\nhaproxy: { listeners: { mirror-lists: { maxconn: 200 } } }\napache: { ListenBackLog: 255 }\nmirrorlist: { wsgi: { listen-backlog: 900 } }",
      "pass",
    ],
    [
      "time/request-timeout",
      "haproxy: { listeners: { mirror-lists: { mode: tcp } } }\nmirrorlist: { wsgi: { request-timeout: 60s } }",
      "",
    ],
  ])("%s of %s: %s", (slug, text, kind) => {
    expect([...new Set(verdictsOn(slug, text).map((verdict) => verdict.kind))].join()).toBe(kind);
  });
});
