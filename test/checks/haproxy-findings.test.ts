import { describe, expect, it } from "vitest";
import { allChecks } from "../../src/checks/all.js";
import { verdictsOn } from "./verdicts-on.js";

const listener = (settings: string): string => `haproxy: { listeners: { mirror-lists: { ${settings} } } }`;

/** A check, a fleet that fails it, how bad the first finding is, the key that it points to, and what it says. */
const SAID: readonly (readonly [string, string, string, string, ...string[]])[] = [
  [
    "haproxy/abortonclose",
    "haproxy: { defaults: { timeout: { queue: null, connect: null } } }",
    "warning",
    "haproxy.listeners.mirror-lists.option.abortonclose",
    "mirror-lists queues requests without limit, and serves them although the client has gone",
    "timeout queue unset (no limit: neither timeout queue nor timeout connect is set) > the clients' patience of 120 s, without option abortonclose",
    "option abortonclose: true; or timeout queue 120s",
  ],
  [
    "haproxy/abortonclose",
    "storms: null",
    "warning",
    "haproxy.listeners.mirror-lists.option.abortonclose",
    "mirror-lists queues requests for 30 s, and serves them although the client has gone",
    "timeout queue 30 s (set) > 10 s, a time that clients bear, without option abortonclose",
    "option abortonclose: true; or timeout queue 10s",
  ],
  [
    "haproxy/abortonclose",
    "storms: { spike: { patience: null } }",
    "warning",
    "haproxy.listeners.mirror-lists.option.abortonclose",
    "mirror-lists queues requests for 30 s, and serves them although the client has gone",
    "timeout queue 30 s (set) > 10 s, a time that clients bear, without option abortonclose",
    "option abortonclose: true; or timeout queue 10s",
  ],
  [
    "haproxy/balance-first",
    listener("balance: first, servers: { app2: { maxconn: 0 } }"),
    "error",
    "haproxy.listeners.mirror-lists.servers.app2.maxconn",
    "mirror-lists is filled from the first server on, and app2 has no maxconn: 1 server gets nothing",
    "balance first goes on to the next server once maxconn is reached, and app2 has none to reach",
    "set maxconn on every server line; or balance: leastconn",
  ],
  [
    "haproxy/balance-header",
    listener("balance: hdr(x), server: { maxconn: 0 }"),
    "warning",
    "haproxy.listeners.mirror-lists.balance",
    "mirror-lists is balanced by the header x, which nothing here sets: its requests are spread round robin",
    "a client that sends x itself is pinned to one of 3 servers; the rest is balanced without it",
    "balance: roundrobin is what is in force; leastconn evens out requests of unequal length",
  ],
  [
    "haproxy/balance-uri",
    "haproxy: { listeners: { mirror-lists: { balance: uri } } }\nmirrorlist: { site: { script: /s.wsgi, urls: [/a] } }",
    "warning",
    "haproxy.listeners.mirror-lists.balance",
    "mirror-lists is balanced by URI; the service has one, so at most 1 of 3 servers serves",
    "balance: roundrobin, or leastconn",
  ],
  [
    "haproxy/check-path",
    "haproxy: { listeners: { mirror-lists: { option: { httpchk: GET /icons/x } } } }\nmirrorlist: { site: { script: /s.wsgi, urls: [/a/], alias: { url: /icons, directory: /srv/i } } }",
    "warning",
    "haproxy.listeners.mirror-lists.option.httpchk",
    "health checks of mirror-lists ask for /icons/x, which does not lead to the application",
    "option httpchk: GET /a/",
  ],
  [
    "haproxy/check-path",
    "haproxy: { listeners: { mirror-lists: { option: { httpchk: GET /ab } } } }\nmirrorlist: { site: { script: /s.wsgi, urls: [/a] } }",
    "warning",
    "haproxy.listeners.mirror-lists.option.httpchk",
    "health checks of mirror-lists ask for /ab, which does not lead to the application",
    "option httpchk: GET /a",
  ],
  [
    "haproxy/duplicate-bind",
    listener('bind: ["*:81", ":81"]'),
    "error",
    "haproxy.listeners.mirror-lists.bind",
    "mirror-lists binds :81 twice",
    "write the address once",
  ],
  [
    "haproxy/fullconn",
    listener("fullconn: 300, server: { minconn: 5 }"),
    "warning",
    "haproxy.listeners.mirror-lists.fullconn",
    "in spike proxy1 sends app1 and 2 more at most 13 requests at once, never maxconn 20",
    "400 requests x 50 % = 200 < fullconn 300 (set): 200 x 20 / 300, and minconn 5 at least",
    "fullconn 200 reaches maxconn; or take minconn out",
  ],
  [
    "haproxy/hard-stop-after",
    "haproxy: { global: { hard-stop-after: 49s }, listeners: { mirror-lists: { server: { maxconn: 0 } } } }",
    "warning",
    "haproxy.global.hard-stop-after",
    "after a reload requests are cut off at 49 s; one of mirror-lists may take 50 s",
    "timeout server 50 s = 50 s > hard-stop-after 49 s",
    "hard-stop-after 50s fits",
  ],
  [
    "haproxy/http-in-tcp-mode",
    "haproxy: { defaults: { mode: null }, listeners: { mirror-lists: { balance: uri, timeout: { http-keep-alive: 9s } } } }",
    "error",
    "haproxy.listeners.mirror-lists.mode",
    "mirror-lists is in TCP mode, as no mode is set: balance uri becomes round robin, timeout http-request does nothing, timeout http-keep-alive does nothing",
    "3 settings need mode http; in TCP mode HAProxy passes bytes on and reads no request",
    "mode: http; or take these settings out",
  ],
  [
    "haproxy/maxqueue",
    listener("server: { maxqueue: 9, maxconn: 0 }"),
    "warning",
    "haproxy.listeners.mirror-lists.server.maxqueue",
    "maxqueue 9 of app1 and 2 more in mirror-lists bounds nothing: without maxconn no request queues",
    "set maxconn on the server lines; or take maxqueue out",
  ],
  [
    "haproxy/maxqueue",
    listener("server: { maxqueue: 9 }"),
    "warning",
    "haproxy.listeners.mirror-lists.server.maxqueue",
    "maxqueue 9 of app1 and 2 more in mirror-lists bounds nothing: under balance roundrobin requests queue in the listener, not for one server",
    "bound the queue by timeout queue; or balance: leastconn, which fills the servers' queues up to maxqueue",
  ],
  [
    "haproxy/minconn-over-maxconn",
    listener("server: { minconn: 9, maxconn: 0 }"),
    "error",
    "haproxy.listeners.mirror-lists.server.minconn",
    "minconn 9 of app1 and 2 more in mirror-lists is over a maxconn that is not set: HAProxy takes 9 for maxconn",
    "one proxy sends app1 up to 9 requests at once, where no limit is written",
    "maxconn 9, which is what is in force",
  ],
  [
    "haproxy/nbproc",
    'haproxy: { version: "2.4", global: { nbproc: 2, nbthread: 4 } }',
    "error",
    "haproxy.global.nbproc",
    "HAProxy 2.4 refuses nbproc 2 together with nbthread 4",
    "2 x maxconn 20 = 40 requests at app1 from one proxy; 2 health checks where one is meant",
    "nbthread 4 without nbproc",
  ],
  [
    "haproxy/nbproc",
    'haproxy: { version: "1.6", global: { nbproc: 2, hard-stop-after: null } }',
    "info",
    "haproxy.global.nbproc",
    "nbproc 2: each process counts maxconn for itself and checks each server for itself",
    "2 x maxconn 20 = 40 requests at app1 from one proxy; 2 health checks where one is meant",
    "nbproc 1; or maxconn divided by nbproc",
  ],
  [
    "haproxy/nbproc",
    'haproxy: { version: "1.8", global: { nbproc: 2, nbthread: 3 }, listeners: { mirror-lists: { server: { maxconn: 0 } } } }',
    "warning",
    "haproxy.global.nbproc",
    "nbproc 2: each process counts maxconn for itself and checks each server for itself",
    "2 processes, none of which sees the others' requests; 2 health checks where one is meant",
    "nbthread 3 without nbproc",
  ],
  [
    "haproxy/queue-timeout",
    listener("server: { maxconn: 0 }"),
    "warning",
    "haproxy.listeners.mirror-lists.server.maxconn",
    "mirror-lists has no maxconn, so nothing queues in HAProxy: requests wait unseen in the app servers; once it has, they may wait 30 s (set)",
    "without maxconn a full app server looks like a slow one; with it alone, a wait past 30 s (set) becomes a 503 (sQ)",
    "set maxconn on the server lines and timeout queue together",
  ],
  [
    "haproxy/queue-timeout",
    "haproxy: { defaults: { timeout: { queue: null } }, listeners: { mirror-lists: { server: { maxconn: 2 } } } }",
    "error",
    "haproxy.defaults.timeout.connect",
    "in spike a request may wait 32.3 s on proxy1; the queue gives up after 5 s, through timeout connect",
    "400 requests x 50 % = 200, over 6 at a time (3 servers), 1 s each; past the limit: 503 (sQ)",
    "timeout queue 33s fits; set it by its own name, so that timeout connect can stay short",
  ],
  [
    "haproxy/redispatch",
    listener("retries: 0"),
    "warning",
    "haproxy.listeners.mirror-lists.retries",
    "mirror-lists has option redispatch and retries 0: it never comes to it, and a refused request gets 503 at once",
    "redispatch is the last of the retries, and there are none: 4 other servers are not asked",
    "retries: 3 is the default; 1 is enough",
  ],
  [
    "haproxy/redispatch",
    listener("hosts: [app1, app2], option: { redispatch: false }"),
    "warning",
    "haproxy.listeners.mirror-lists.option.redispatch",
    "a request of mirror-lists whose server refuses it is tried 3 more times at that server, then gets 503",
    "without option redispatch 1 other server is not asked until checks mark the first one DOWN",
    "option redispatch: true",
  ],
  [
    "haproxy/slowstart",
    listener("server: { slowstart: 5s }"),
    "info",
    "haproxy.listeners.mirror-lists.server.slowstart",
    "slowstart 5 s of app1 and 2 more in mirror-lists is one step: its weight changes with each check, every 5 s",
    "inter 5 s (set) >= slowstart 5 s",
    "slowstart 25s takes five steps; or a shorter inter",
  ],
  [
    "haproxy/slowstart",
    listener("server: { slowstart: 30s, check: false }"),
    "error",
    "haproxy.listeners.mirror-lists.server.slowstart",
    "slowstart 30 s of app1 and 2 more in mirror-lists never applies: the server is not checked",
    "check: true on the server lines; or take slowstart out",
  ],
  [
    "haproxy/unchecked-servers",
    listener("servers: { backup1: { check: false } }"),
    "warning",
    "haproxy.listeners.mirror-lists.servers.backup1.check",
    "1 of 5 servers of mirror-lists are not checked, backup1 among them: a dead one keeps its share",
    "check: true on the server lines",
  ],
  [
    "haproxy/unchecked-servers",
    listener("servers: { app1: { check: false } }"),
    "error",
    "haproxy.listeners.mirror-lists.servers.app1.check",
    "1 of 5 servers of mirror-lists are not checked, app1 among them: a dead one keeps its share",
    "an unchecked active server never goes DOWN, so the 2 backups never serve",
    "check: true on the server lines",
  ],
  [
    "haproxy/zero-weight",
    listener('servers: { "backup[1-2]": { weight: 0 } }'),
    "warning",
    "haproxy.listeners.mirror-lists.servers.backup[1-2].weight",
    "all 2 backups of mirror-lists have weight 0: once the active servers are down, every request gets 503",
    "weight 0 takes no part in load balancing; only requests that a cookie pins still reach such a server",
    "weight 1 for backup1, or for another server of its kind",
  ],
  [
    "haproxy/zero-weight",
    listener('servers: { "app[1-3]": { weight: 0 } }'),
    "warning",
    "haproxy.listeners.mirror-lists.servers.app[1-3].weight",
    "all 3 active servers of mirror-lists have weight 0: the backups serve from the start",
    "weight 0 takes no part in load balancing; only requests that a cookie pins still reach such a server",
    "weight 1 for app1, or for another server of its kind",
  ],
];

describe("what a finding of HAProxy says", () => {
  const cases = SAID.map(([slug, text, severity, path, ...parts]) => ({ slug, text, severity, path, parts }));

  it.each(cases)("$slug of $text", ({ slug, text, severity, path, parts }) => {
    const [verdict] = verdictsOn(slug, text);
    if (verdict?.kind !== "fault") throw new Error("nothing is found");
    expect(verdict.severity ?? allChecks.find((check) => check.slug === slug)?.severity).toBe(severity);
    expect(verdict.at.path).toBe(path);
    const said = [verdict.message, verdict.why, verdict.mend].join(" / ");
    for (const part of parts) expect(said).toContain(part);
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
