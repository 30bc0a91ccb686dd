import { describe, expect, it } from "vitest";
import { allRules } from "../../src/api/built-in.js";
import { valuesInOrder } from "./values-in-order.js";
import { verdictsOn } from "./verdicts-on.js";

const listener = (settings: string): string => `haproxy: { listeners: { mirror-lists: { ${settings} } } }`;

/** A check, a fleet that fails it, how bad the first finding is, the key that it points to, and what it says. */
const SAID: readonly (readonly [string, string, string, string, ...string[]])[] = [
  [
    "apache/display-name",
    "mirrorlist: { wsgi: { display-name: null } }",
    "info",
    "mirrorlist.wsgi.display-name",
    "app1 … 45",
    "display-name mirrorlist",
  ],
  [
    "apache/display-name",
    'mirrorlist: { wsgi: { display-name: "%{GROUP}" } }',
    "info",
    "mirrorlist.wsgi.display-name",
    "app1 … 17 characters … 15 … /usr/sbin/httpd … 15 characters",
  ],
  [
    "apache/application-group",
    "mirrorlist: { site: { script: /s.wsgi, urls: [/a, /b] }, wsgi: { memory_per_process: null } }",
    "info",
    "mirrorlist.site.application-group",
    "45 processes … app1 … 2 times … URL … application-group %{GLOBAL}",
  ],
  [
    "apache/application-group",
    'mirrorlist: { site: { script: /s.wsgi, urls: [/a, /b], application-group: "%{RESOURCE}" } }',
    "info",
    "mirrorlist.site.application-group",
    "45 processes … app1 … 2 times … URL … /a … /b … 25 MiB … application-group %{GLOBAL}",
  ],
  [
    "apache/graceful-timeout",
    "mirrorlist: { wsgi: { threads: 3 } }\nstorms: { spike: { service_time: { mean: 21s, distribution: fixed } } }",
    "warning",
    "mirrorlist.wsgi.graceful-timeout",
    "app1 … 2 threads … 20 s … 100 % … graceful-timeout 15 s (mod_wsgi's … shutdown-timeout 5 s … 21 s",
    "graceful-timeout 16s fits",
  ],
  [
    "apache/listen-backlog",
    "haproxy: { listeners: { mirror-lists: { server: { maxconn: 300 } } } }\nkernel: { net.core.somaxconn: 90 }",
    "warning",
    "kernel.net.core.somaxconn",
    "355 requests … app1 … 90 … 400 requests … 45 slots = 355 > net.core.somaxconn 90 … 264 … 503 … 15 s … maxconn … listen-backlog 354 … net.core.somaxconn 354",
  ],
  [
    "apache/listen-backlog",
    listener("server: { maxconn: 100 }"),
    "warning",
    "mirrorlist.wsgi.listen-backlog",
    "157 requests … app1 … 100 … 202 requests … 45 slots = 157 > listen-backlog 100 (mod_wsgi's … 56 … 503 … 15 s … maxconn … listen-backlog 156",
  ],
  [
    "apache/maximum-requests",
    "mirrorlist: { wsgi: { threads: 2, maximum-requests: 100 } }",
    "warning",
    "mirrorlist.wsgi.maximum-requests",
    "9.67 % … 90 slots … app1 … 100 requests x 1 s / 2 threads = 50 s … 5.35 s … maximum-requests 525 … application-group",
  ],
  [
    "apache/mpm",
    "apache: { mpm: null, MaxRequestWorkers: null }",
    "info",
    "apache.mpm",
    "MPM … app1 … 256 workers … 256 … 256 … prefork … 400 … prefork … MPM",
  ],
  [
    "apache/mpm-directives",
    "apache: { mpm: prefork, ThreadLimit: 9, ThreadsPerChild: 9 }",
    "error",
    "apache.ThreadsPerChild",
    "app1 … prefork … ThreadsPerChild … prefork … ThreadsPerChild 9 … ThreadsPerChild",
  ],
  [
    "apache/process-group",
    "mirrorlist: { site: { script: /s.wsgi, urls: [/a], process-group: other } }",
    "error",
    "mirrorlist.site.process-group",
    "app1 … WSGIDaemonProcess … 500 … process-group",
  ],
  [
    "apache/process-group",
    'mirrorlist: { site: { script: /s.wsgi, urls: [/a], process-group: "%{GLOBAL}" } }',
    "warning",
    "mirrorlist.site.process-group",
    "app1 … 45 processes … process-group … %{GLOBAL} … 45 slots … process-group",
  ],
  [
    "apache/queue-timeout",
    "haproxy: { listeners: { mirror-lists: { server: { maxconn: 30 } } } }\nmirrorlist: { wsgi: { queue-timeout: 60s } }",
    "warning",
    "mirrorlist.wsgi.queue-timeout",
    "app1 … 60 s … 50 s … 62 requests … 45 slots = 17 … queue-timeout … 60 s … timeout server 50 s … queue-timeout 50s … maxconn",
  ],
  [
    "apache/cut-requests",
    "mirrorlist: { wsgi: { processes: 5, threads: 15, request-timeout: 3s } }\nstorms: { spike: { requests: 900, over: 60s, service_time: { mean: 9s, distribution: fixed } } }",
    "warning",
    "mirrorlist.wsgi.request-timeout",
    "15 threads … app1 … request-timeout 3 s … 5 s more gets 500 … 9 s on average",
    "request-timeout 9s fits",
  ],
  [
    "apache/request-timeout",
    "mirrorlist: { wsgi: { threads: 15 } }\nstorms: { spike: { service_time: { mean: 9s, distribution: fixed } } }",
    "info",
    "mirrorlist.wsgi.request-timeout",
    "request-timeout 9s … 140 s … shorter",
  ],
  [
    "apache/request-timeout",
    "mirrorlist: { wsgi: { shutdown-timeout: 0s } }",
    "info",
    "mirrorlist.wsgi.request-timeout",
    "app1 … shutdown-timeout 0 … timeout server … 50 s … set shutdown-timeout",
  ],
  [
    "apache/request-timeout",
    "mirrorlist: { wsgi: { request-timeout: null } }",
    "info",
    "mirrorlist.wsgi.request-timeout",
    "app1 … 50 s … request-timeout … timeout server … 50 s",
    "request-timeout 45s fits",
  ],
  [
    "apache/request-timeout",
    "mirrorlist: { wsgi: { threads: 9, shutdown-timeout: 49s } }",
    "info",
    "mirrorlist.wsgi.request-timeout",
    "app1 … 454 s … 50 s … request-timeout 45 s x 9 threads + shutdown-timeout 49 s = 454 s > timeout server 50 s … shutdown-timeout",
  ],
  [
    "apache/request-timeout",
    "mirrorlist: { wsgi: { request-timeout: 50s } }",
    "info",
    "mirrorlist.wsgi.request-timeout",
    "app1 … 55 s … 50 s … request-timeout 50 s x 1 thread + shutdown-timeout 5 s = 55 s > timeout server 50 s",
    "request-timeout 45s fits",
  ],
  [
    "apache/restart-herd",
    "storms: { spike: { requests: 400000 } }",
    "warning",
    "mirrorlist.wsgi.maximum-requests",
    "45 processes … app1 … 2 times … 133333 requests / 45 processes = 2963 each >= maximum-requests 1000 … 5.35 s … maximum-requests 29630 … 0",
  ],
  [
    "apache/server-limit",
    "apache: { mpm: prefork, ServerLimit: 9 }",
    "error",
    "apache.ServerLimit",
    "app1 … 400 workers … 9 … ServerLimit … 9",
    "ServerLimit 9 (set) = 9 < MaxRequestWorkers 400 … ServerLimit 400 … MaxRequestWorkers 9",
  ],
  [
    "apache/shared-workers",
    'haproxy: { listeners: { wiki: { bind: ":81", option: { httpchk: GET / }, server: { port: 80, check: true, maxconn: 200 } } } }',
    "warning",
    "haproxy.listeners.wiki.server.maxconn",
    "444 … app1 … 400 … 42 … 400 … 2 checks = 444 > 400 workers … maxconn 178 … MaxRequestWorkers",
  ],
  [
    "apache/shared-workers",
    'haproxy: { listeners: { wiki: { bind: ":81", server: { port: 80, maxconn: 200 } }, news: { bind: ":82", server: { port: 80 } } } }',
    "warning",
    "haproxy.listeners.news.server.maxconn",
    "400 … app1 … 400 workers … 42 … maxconn … maxconn 89 … MaxRequestWorkers",
  ],
  [
    "apache/shared-workers",
    'apache: { MaxRequestWorkers: 25 }\nhaproxy: { listeners: { wiki: { bind: ":81", server: { port: 80, maxconn: 1 } } } }',
    "warning",
    "haproxy.listeners.wiki.server.maxconn",
    "44 … app1 … 25 … 42 … 2 … 0 checks = 44 > 25 workers … MaxRequestWorkers … 42 … maxconn",
  ],
  [
    "apache/shared-workers",
    listener('server: { maxconn: null } }, wiki: { bind: ":81", server: { port: 80, maxconn: 178 }'),
    "warning",
    "haproxy.listeners.wiki.server.maxconn",
    "401 … app1 … 400 … 45 … 356 … 0 checks = 401 > 400 workers … maxconn 177 … MaxRequestWorkers",
  ],
  [
    "apache/single-process",
    "mirrorlist: { wsgi: { processes: 1, threads: 2, maximum-requests: 0, request-timeout: 0s, inactivity-timeout: 9s } }",
    "warning",
    "mirrorlist.wsgi.processes",
    "app1 … 5.35 s … 1 … inactivity-timeout … 2 processes … 1 thread",
  ],
  [
    "apache/thread-limit",
    "apache: { ThreadsPerChild: 10, ThreadLimit: 5 }",
    "error",
    "apache.ThreadLimit",
    "app1 … 10 threads … 5 … ThreadLimit … ThreadLimit 5 … ThreadsPerChild 10 … MaxRequestWorkers 400 … 80 … ThreadLimit 10 … ThreadsPerChild 5",
  ],
  [
    "apache/threads-per-child",
    "apache: { mpm: null, MaxRequestWorkers: 51, ThreadLimit: 10 }",
    "warning",
    "apache.MaxRequestWorkers",
    "app1 … MaxRequestWorkers 51 … 50 … 51 / 10 threads … 5 processes … 1",
    "MaxRequestWorkers 50, or 60",
  ],
];

describe("what a finding of Apache says", () => {
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
    ["apache/socket-timeout", "apache: { Timeout: 20s }", "30s"],
    ["time/request-timeout", "haproxy: { defaults: { timeout: { server: 20s } } }", "45s"],
  ])("%s offers no limit that is shorter than requests take", (slug, text, takes) => {
    const fixes = (mean: string) =>
      verdictsOn(
        slug,
        `${text}\nstorms: { spike: { service_time: { mean: ${mean}, distribution: fixed } } }`,
      ).map((verdict) => (verdict.kind === "fault" ? verdict.fix : ""));
    expect(fixes("1s").join()).toMatch(/; or .*\b20s/);
    expect(fixes(takes).join()).not.toMatch(/; or /);
  });

  it.each([
    [
      "apache/graceful-timeout",
      "mirrorlist: { wsgi: { threads: 3, shutdown-timeout: 120s } }\nstorms: { spike: { service_time: { mean: 130s, distribution: fixed } } }",
      "pass",
    ],
    ["apache/request-timeout", "mirrorlist: { wsgi: { request-timeout: 51s } }", "pass"],
    ["apache/server-limit", "apache: { mpm: null, MaxRequestWorkers: 700 }", "lack"],
    ["apache/threads-per-child", "apache: { mpm: null, MaxRequestWorkers: 50 }", "pass"],
  ])("%s of %s: %s", (slug, text, kind) => {
    expect([...new Set(verdictsOn(slug, text).map((verdict) => verdict.kind))].join()).toBe(kind);
  });
});
