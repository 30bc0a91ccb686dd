import { describe, expect, it } from "vitest";
import { allRules } from "../../src/api/built-in.js";
import { valuesInOrder } from "./values-in-order.js";
import { verdictsOn } from "./verdicts-on.js";

const listener = (settings: string, more = ""): string =>
  `haproxy: { listeners: { mirror-lists: { ${settings} } } }${more}`;
const AT_ONCE = "\nstorms: { spike: { requests: 900, arrivals: spike, over: null } }";

/** A check, a fleet that fails it, how bad the first finding is, the key that it points to, and what it says. */
const SAID: readonly (readonly [string, string, string, string, ...string[]])[] = [
  [
    "haproxy/abortonclose",
    "haproxy: { defaults: { timeout: { queue: null, connect: null } } }",
    "warning",
    "haproxy.listeners.mirror-lists.option.abortonclose",
    "mirror-lists … timeout queue … timeout queue … timeout connect … 120 s … option abortonclose … option abortonclose … timeout queue 120s",
  ],
  [
    "haproxy/abortonclose",
    "storms: null",
    "warning",
    "haproxy.listeners.mirror-lists.option.abortonclose",
    "mirror-lists … 30 s … timeout queue 30 s … 10 s … option abortonclose … option abortonclose … timeout queue 10s",
  ],
  [
    "haproxy/abortonclose",
    "storms: { spike: { patience: null } }",
    "warning",
    "haproxy.listeners.mirror-lists.option.abortonclose",
    "mirror-lists … 30 s … timeout queue 30 s … 10 s … option abortonclose … option abortonclose … timeout queue 10s",
  ],
  [
    "haproxy/balance-first",
    listener("balance: first, servers: { app2: { maxconn: 0 } }"),
    "error",
    "haproxy.listeners.mirror-lists.servers.app2.maxconn",
    "mirror-lists … app2 … maxconn … 1 server … balance first … maxconn … app2 … maxconn … leastconn",
  ],
  [
    "haproxy/balance-header",
    listener("balance: hdr(x), server: { maxconn: 0 }"),
    "warning",
    "haproxy.listeners.mirror-lists.balance",
    "mirror-lists … 3 servers … leastconn … roundrobin",
  ],
  [
    "haproxy/balance-uri",
    "haproxy: { listeners: { mirror-lists: { balance: uri } } }\nmirrorlist: { site: { script: /s.wsgi, urls: [/a] } }",
    "warning",
    "haproxy.listeners.mirror-lists.balance",
    "mirror-lists … URI … 1 … 3 servers … leastconn … roundrobin",
  ],
  [
    "haproxy/check-path",
    "haproxy: { listeners: { mirror-lists: { option: { httpchk: GET /icons/x } } } }\nmirrorlist: { site: { script: /s.wsgi, urls: [/a/], alias: { url: /icons, directory: /srv/i } } }",
    "warning",
    "haproxy.listeners.mirror-lists.option.httpchk",
    "mirror-lists … /icons/x",
    "option httpchk: GET /a/",
  ],
  [
    "haproxy/check-path",
    "haproxy: { listeners: { mirror-lists: { option: { httpchk: GET /ab } } } }\nmirrorlist: { site: { script: /s.wsgi, urls: [/a] } }",
    "warning",
    "haproxy.listeners.mirror-lists.option.httpchk",
    "mirror-lists … /ab",
    "option httpchk: GET /a",
  ],
  [
    "haproxy/duplicate-bind",
    listener('bind: ["*:81", ":81"]'),
    "error",
    "haproxy.listeners.mirror-lists.bind",
    "mirror-lists … 81",
  ],
  [
    "haproxy/fullconn",
    listener("fullconn: 300, server: { minconn: 5 }"),
    "warning",
    "haproxy.listeners.mirror-lists.fullconn",
    "proxy1 … app1 … 2 more … 13 requests … maxconn 20 … 400 requests x 50 % = 200 < fullconn 300 … 200 x 20 / 300 … minconn 5 … fullconn 200 … maxconn … minconn",
  ],
  [
    "haproxy/hard-stop-after",
    "haproxy: { global: { hard-stop-after: 49s }, listeners: { mirror-lists: { server: { maxconn: 0 } } } }",
    "warning",
    "haproxy.global.hard-stop-after",
    "49 s … mirror-lists … 50 s … timeout server 50 s = 50 s > hard-stop-after 49 s … hard-stop-after 50s",
  ],
  [
    "haproxy/http-in-tcp-mode",
    "haproxy: { defaults: { mode: null }, listeners: { mirror-lists: { balance: uri, timeout: { http-keep-alive: 9s } } } }",
    "error",
    "haproxy.listeners.mirror-lists.mode",
    "mirror-lists … TCP … timeout http-request … timeout http-keep-alive … 3 … TCP",
  ],
  [
    "haproxy/maxqueue",
    listener("server: { maxqueue: 9, maxconn: 0 }"),
    "warning",
    "haproxy.listeners.mirror-lists.server.maxqueue",
    "maxqueue 9 … app1 … 2 more … mirror-lists … maxconn … maxconn … maxqueue",
  ],
  [
    "haproxy/maxqueue",
    listener("balance: roundrobin, server: { maxqueue: 9 }"),
    "warning",
    "haproxy.listeners.mirror-lists.server.maxqueue",
    "maxqueue 9 … app1 … 2 more … mirror-lists … balance roundrobin requests … timeout queue … leastconn … maxqueue",
  ],
  [
    "haproxy/minconn-over-maxconn",
    listener("server: { minconn: 9, maxconn: 0 }"),
    "error",
    "haproxy.listeners.mirror-lists.server.minconn",
    "minconn 9 … app1 … 2 more … mirror-lists … maxconn … 9 … maxconn … app1 … 9 requests … maxconn 9",
  ],
  [
    "haproxy/nbproc",
    'haproxy: { version: "2.4", global: { nbproc: 2, nbthread: 4 } }',
    "error",
    "haproxy.global.nbproc",
    "HAProxy 2.4 … nbproc 2 … nbthread 4 … 2 x maxconn 20 = 40 requests … app1 … 2 health",
    "nbthread 4 without nbproc",
  ],
  [
    "haproxy/nbproc",
    'haproxy: { version: "1.6", global: { nbproc: 2, hard-stop-after: null } }',
    "info",
    "haproxy.global.nbproc",
    "nbproc 2 … maxconn … 2 x maxconn 20 = 40 requests … app1 … 2 health … nbproc 1 … maxconn … nbproc",
  ],
  [
    "haproxy/nbproc",
    'haproxy: { version: "1.8", global: { nbproc: 2, nbthread: 3 }, listeners: { mirror-lists: { server: { maxconn: 0 } } } }',
    "warning",
    "haproxy.global.nbproc",
    "nbproc 2 … maxconn … 2 processes … 2 health",
    "nbthread 3 without nbproc",
  ],
  [
    "haproxy/queue-timeout",
    listener("server: { maxconn: 0 }"),
    "warning",
    "haproxy.listeners.mirror-lists.server.maxconn",
    "mirror-lists … maxconn … 30 s … maxconn … 30 s … 503 (sQ) … maxconn … timeout queue",
  ],
  [
    "haproxy/queue-timeout",
    "haproxy: { defaults: { timeout: { queue: null } }, listeners: { mirror-lists: { server: { maxconn: 2 } } } }\nstorms: { spike: { requests: 400, arrivals: spike, over: null } }",
    "error",
    "haproxy.defaults.timeout.connect",
    "32.5 s … proxy1 … 5 s … timeout connect … 330 … 400 requests x 50 % = 200 … 6 … (3 servers) … 1 s … 503 (sQ) … timeout queue 40s … timeout connect",
  ],
  [
    "haproxy/redispatch",
    listener("retries: 0"),
    "warning",
    "haproxy.listeners.mirror-lists.retries",
    "mirror-lists … option redispatch … retries 0 … 503 … 4 other … retries … 3 … 1",
  ],
  [
    "haproxy/redispatch",
    listener("hosts: [app1, app2], option: { redispatch: false }"),
    "warning",
    "haproxy.listeners.mirror-lists.option.redispatch",
    "mirror-lists … 3 times … 503 … option redispatch … 1 other … DOWN",
    "option redispatch: true",
  ],
  [
    "haproxy/slowstart",
    listener("server: { slowstart: 5s }"),
    "info",
    "haproxy.listeners.mirror-lists.server.slowstart",
    "slowstart 5 s … app1 … 2 more … mirror-lists … weight … every 5 s",
    "inter 5 s (set) >= slowstart 5 s … slowstart 25s … inter",
  ],
  [
    "haproxy/slowstart",
    listener("server: { slowstart: 30s, check: false }"),
    "error",
    "haproxy.listeners.mirror-lists.server.slowstart",
    "slowstart 30 s … app1 … 2 more … mirror-lists … slowstart",
  ],
  [
    "haproxy/unchecked-servers",
    listener("servers: { backup1: { check: false } }"),
    "warning",
    "haproxy.listeners.mirror-lists.servers.backup1.check",
    "1 … 5 servers … mirror-lists … backup1",
  ],
  [
    "haproxy/unchecked-servers",
    listener("servers: { app1: { check: false } }"),
    "error",
    "haproxy.listeners.mirror-lists.servers.app1.check",
    "1 … 5 servers … mirror-lists … app1 … DOWN … 2 backups",
  ],
  [
    "haproxy/zero-weight",
    listener('servers: { "backup[1-2]": { weight: 0 } }'),
    "warning",
    "haproxy.listeners.mirror-lists.servers.backup[1-2].weight",
    "2 backups … mirror-lists … weight 0 … 503 … weight 0 … weight 1 … backup1",
  ],
  [
    "haproxy/zero-weight",
    listener('servers: { "app[1-3]": { weight: 0 } }'),
    "warning",
    "haproxy.listeners.mirror-lists.servers.app[1-3].weight",
    "3 … mirror-lists … weight 0 … backups … weight 0 … weight 1 … app1",
  ],
  [
    "haproxy/fullconn",
    "proxies: { proxy2: { traffic: 70% } }\nhaproxy: { listeners: { mirror-lists: { server: { minconn: 5 } } } }",
    "warning",
    "haproxy.listeners.mirror-lists.server.minconn",
    "proxy2 … app1 … 2 more … 14 requests … maxconn 20 … 400 requests x 70 % = 280 < fullconn 400 (10 % … maxconn 4000 … 280 x 20 / 400 … minconn 5 … fullconn 280 … maxconn … minconn",
  ],
  [
    "haproxy/http-in-tcp-mode",
    listener("mode: tcp, balance: leastconn, option: { forwardfor: true, httpchk: null }"),
    "error",
    "haproxy.listeners.mirror-lists.option.forwardfor",
    "mirror-lists … TCP … option forwardfor … 1 … TCP",
  ],
  [
    "haproxy/http-in-tcp-mode",
    listener("mode: tcp, balance: leastconn, timeout: { http-keep-alive: 9s }"),
    "error",
    "haproxy.listeners.mirror-lists.timeout.http-keep-alive",
    "mirror-lists … TCP … timeout http-keep-alive … 1 … TCP",
  ],
  [
    "haproxy/dialect",
    'haproxy: { version: "1.4", global: { hard-stop-after: null } }\napp_servers: { app1: { address: "fd00::1" } }',
    "error",
    "app_servers.app1.address",
    "HAProxy 1.4 … IPv6 … 1.5 … 504 … (measured on 1.4.6 and 1.5.0) … IPv4 … haproxy.version",
  ],
  [
    "haproxy/duplicate-bind",
    listener('bind: ":81" }, b: { bind: "*:81", server: { port: 80 }'),
    "error",
    "haproxy.listeners.mirror-lists.bind",
    "mirror-lists … 81 … mirror-lists",
  ],
  [
    "haproxy/check-timeout",
    listener(
      'server: { maxconn: 400, inter: 2s } }, b: { bind: ":81", slots: mirrorlist, server: { port: 80, check: true, inter: 1s, maxconn: 100 }',
      AT_ONCE,
    ),
    "warning",
    "haproxy.listeners.b.server.inter",
    "app1 … 6.39 s … 1 s … DOWN … 300 requests … 45 slots … 1 s … inter … timeout check … requests (maxconn) … timeout check 7s",
  ],
  [
    "haproxy/check-timeout",
    listener(
      'server: { maxconn: 400, inter: 1s } }, b: { bind: ":81", slots: mirrorlist, server: { port: 80, check: true, inter: 2s, maxconn: 100 }',
      AT_ONCE,
    ),
    "error",
    "haproxy.listeners.mirror-lists.server.inter",
    "app1 … 6.39 s … 1 s … 6 s … DOWN … 300 requests … 45 slots … 1 s … inter … timeout check … requests (maxconn) … timeout check 7s",
  ],
  [
    "haproxy/check-timeout",
    "haproxy: { listeners: { mirror-lists: { server: { maxconn: null, inter: 1s } } } }\nstorms: { spike: { requests: 900, arrivals: spike, over: null } }",
    "error",
    "haproxy.listeners.mirror-lists.server.inter",
    "app1 … 6.11 s … 1 s … 6 s … DOWN … 300 requests … 45 slots … 1 s … inter … timeout check … requests (maxconn) … timeout check 7s",
  ],
  [
    "haproxy/allbackups",
    "backups: { backup3: {} }\nhaproxy: { listeners: { mirror-lists: { option: { allbackups: false } } } }",
    "warning",
    "haproxy.listeners.mirror-lists.option.allbackups",
    "3 … mirror-lists … backup1 … 2 more backups … 3 backups … option allbackups",
    "option allbackups: true",
  ],
  [
    "haproxy/unchecked-servers",
    listener("servers: { app2: { check: false }, backup1: { check: false } }"),
    "error",
    "haproxy.listeners.mirror-lists.servers.app2.check",
    "2 … 5 servers … mirror-lists … app2 … DOWN … 2 backups",
  ],
  [
    "haproxy/balance-header",
    listener("balance: hdr(x)"),
    "warning",
    "haproxy.listeners.mirror-lists.balance",
    "mirror-lists … 3 servers … 20 requests … leastconn … roundrobin",
  ],
  [
    "haproxy/redispatch",
    listener("hosts: [app1, app2], retries: 0"),
    "warning",
    "haproxy.listeners.mirror-lists.retries",
    "mirror-lists … option redispatch … retries 0 … 503 … 1 other … retries … 3 … 1",
  ],
  [
    "haproxy/slowstart",
    listener("server: { slowstart: 2s, inter: null }"),
    "info",
    "haproxy.listeners.mirror-lists.server.slowstart",
    "slowstart 2 s … app1 … 2 more … mirror-lists … weight … every 2 s … inter 2 s (HAProxy's … slowstart 2 s … slowstart 10s … inter",
  ],
];

describe("what a finding of HAProxy says", () => {
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
      "haproxy/check-path",
      "haproxy: { listeners: { mirror-lists: { option: { httpchk: GET /a/x } } } }\nmirrorlist: { site: { script: /s.wsgi, urls: [/a/] } }",
      "pass",
    ],
    [
      "haproxy/slowstart",
      listener("balance: source, directives: [hash-type consistent], server: { slowstart: 30s }"),
      "pass",
    ],
  ])("%s of %s: %s", (slug, text, kind) => {
    expect([...new Set(verdictsOn(slug, text).map((verdict) => verdict.kind))].join()).toBe(kind);
  });
});
