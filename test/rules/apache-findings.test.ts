import { describe, expect, it } from "vitest";
import { allRules } from "../../src/api/built-in.js";
import { verdictsOn } from "./verdicts-on.js";

const listener = (settings: string): string => `haproxy: { listeners: { mirror-lists: { ${settings} } } }`;

/** A check, a fleet that fails it, how bad the first finding is, the key that it points to, and what it says. */
const SAID: readonly (readonly [string, string, string, string, ...string[]])[] = [
  [
    "apache/display-name",
    "mirrorlist: { wsgi: { display-name: null } }",
    "info",
    "mirrorlist.wsgi.display-name",
    "ps on app1 can't tell the 45 daemon processes from Apache's own",
    "display-name mirrorlist",
  ],
  [
    "apache/display-name",
    'mirrorlist: { wsgi: { display-name: "%{GROUP}" } }',
    "info",
    "mirrorlist.wsgi.display-name",
    "ps on app1 shows (wsgi:mirrorlis of (wsgi:mirrorlist)",
    "17 characters > the 15 of /usr/sbin/httpd, whose place the name takes",
    "a name of at most 15 characters",
  ],
  [
    "apache/application-group",
    "mirrorlist: { site: { script: /s.wsgi, urls: [/a, /b] }, wsgi: { memory_per_process: null } }",
    "info",
    "mirrorlist.site.application-group",
    "each of the 45 processes on app1 loads the application 2 times, once for each URL",
    "name the main interpreter as the site's application-group: GLOBAL, in mod_wsgi's spelling",
  ],
  [
    "apache/application-group",
    'mirrorlist: { site: { script: /s.wsgi, urls: [/a, /b], application-group: "%{RESOURCE}" } }',
    "info",
    "mirrorlist.site.application-group",
    "each of the 45 processes on app1 loads the application 2 times, once for each URL",
    "/a and /b are mounted on their own, and each gets an interpreter; if 25 MiB is a process with one of them, the host needs more",
    "name the main interpreter as the site's application-group: GLOBAL, in mod_wsgi's spelling",
  ],
  [
    "apache/graceful-timeout",
    "mirrorlist: { wsgi: { threads: 3 } }\nstorms: { spike: { service_time: { mean: 21s, distribution: fixed } } }",
    "warning",
    "mirrorlist.wsgi.graceful-timeout",
    "a process that is replaced on app1 cuts the requests of its other 2 threads after 20 s; 100 % of spike takes longer",
    "graceful-timeout 15 s (mod_wsgi's default) + shutdown-timeout 5 s; spike's mean is 21 s",
    "graceful-timeout 16s fits",
  ],
  [
    "apache/listen-backlog",
    "haproxy: { listeners: { mirror-lists: { server: { maxconn: 300 } } } }\nkernel: { net.core.somaxconn: 90 }",
    "warning",
    "kernel.net.core.somaxconn",
    "355 requests may wait for a daemon process on app1; its backlog holds 90",
    "400 requests and checks - 45 slots = 355 > net.core.somaxconn 90: 264 get 503 after 15 s",
    "a lower maxconn; or listen-backlog 354 fits, with net.core.somaxconn 354",
  ],
  [
    "apache/listen-backlog",
    listener("server: { maxconn: 100 }"),
    "warning",
    "mirrorlist.wsgi.listen-backlog",
    "157 requests may wait for a daemon process on app1; its backlog holds 100",
    "202 requests and checks - 45 slots = 157 > listen-backlog 100 (mod_wsgi's default): 56 get 503 after 15 s",
    "a lower maxconn; or listen-backlog 156 fits",
  ],
  [
    "apache/maximum-requests",
    "mirrorlist: { wsgi: { threads: 2, maximum-requests: 100 } }",
    "warning",
    "mirrorlist.wsgi.maximum-requests",
    "9.67 % of the 90 slots on app1 are away for replacement while spike lasts",
    "a busy process lives for 100 requests x 1 s / 2 threads = 50 s, and is gone for 5.35 s",
    "maximum-requests 525 fits; or the main interpreter as application-group, where a process ends at once",
  ],
  [
    "apache/mpm",
    "apache: { mpm: null, MaxRequestWorkers: null }",
    "info",
    "apache.mpm",
    "nothing says which MPM Apache runs on app1; 256 workers are counted",
    "256 is prefork's default, the least of all; the defaults are 256 in prefork and 400 in worker and event",
    "mpm: event, worker or prefork: as apachectl -V names it (Server MPM)",
  ],
  [
    "apache/mpm-directives",
    "apache: { mpm: prefork, ThreadLimit: 9, ThreadsPerChild: 9 }",
    "error",
    "apache.ThreadsPerChild",
    "Apache on app1 will not start: prefork has no ThreadsPerChild",
    "mpm is prefork, whose processes have one thread each; ThreadsPerChild 9 is an invalid command to it",
    "take ThreadsPerChild out; or mpm: event",
  ],
  [
    "apache/process-group",
    "mirrorlist: { site: { script: /s.wsgi, urls: [/a], process-group: other } }",
    "error",
    "mirrorlist.site.process-group",
    "the script runs in process group other on app1; the daemon processes are those of mirrorlist",
    "mmconf renders WSGIDaemonProcess mirrorlist and no other; where Apache has none of that name it answers 500",
    "site: process-group mirrorlist",
  ],
  [
    "apache/process-group",
    'mirrorlist: { site: { script: /s.wsgi, urls: [/a], process-group: "%{GLOBAL}" } }',
    "warning",
    "mirrorlist.site.process-group",
    "nothing that mmconf renders for app1 hands the script to the 45 processes of mirrorlist",
    "process-group is %{GLOBAL}: unless another of Apache's files says so, the script runs in Apache's own workers, and the 45 slots are not used",
    "site: process-group mirrorlist",
  ],
  [
    "apache/queue-timeout",
    "haproxy: { listeners: { mirror-lists: { server: { maxconn: 30 } } } }\nmirrorlist: { wsgi: { queue-timeout: 60s } }",
    "warning",
    "mirrorlist.wsgi.queue-timeout",
    "requests may wait for a slot on app1 for 60 s; HAProxy gives them up after 50 s",
    "62 requests at once - 45 slots = 17 that wait; queue-timeout is 60 s, timeout server 50 s",
    "queue-timeout 50s fits, and less leaves time to be served; or a maxconn within the slots",
  ],
  [
    "apache/request-timeout",
    "mirrorlist: { wsgi: { request-timeout: null } }",
    "info",
    "mirrorlist.wsgi.request-timeout",
    "a request that hangs on app1 keeps its slot for ever; HAProxy counts the slot as free after 50 s",
    "request-timeout is not set; timeout server is 50 s",
    "request-timeout 45s fits",
  ],
  [
    "apache/request-timeout",
    "mirrorlist: { wsgi: { threads: 9, shutdown-timeout: 49s } }",
    "info",
    "mirrorlist.wsgi.request-timeout",
    "a request that hangs on app1 keeps its slot for 454 s; HAProxy counts the slot as free after 50 s",
    "request-timeout 45 s x 9 threads + shutdown-timeout 49 s = 454 s > timeout server 50 s",
    "a shorter shutdown-timeout, or fewer threads",
  ],
  [
    "apache/request-timeout",
    "mirrorlist: { wsgi: { request-timeout: 50s } }",
    "info",
    "mirrorlist.wsgi.request-timeout",
    "a request that hangs on app1 keeps its slot for 55 s; HAProxy counts the slot as free after 50 s",
    "request-timeout 50 s x 1 thread + shutdown-timeout 5 s = 55 s > timeout server 50 s",
    "request-timeout 45s fits",
  ],
  [
    "apache/restart-herd",
    "storms: { spike: { requests: 400000 } }",
    "warning",
    "mirrorlist.wsgi.maximum-requests",
    "all 45 processes on app1 are replaced 2 times in spike, at about the same time",
    "133333 requests / 45 processes = 2963 each >= maximum-requests 1000; each time the slots are gone for 5.35 s and the loading of the application",
    "maximum-requests 29630, and it happens in one storm of ten; or 0, and never",
  ],
  [
    "apache/server-limit",
    "apache: { mpm: prefork, ServerLimit: 9 }",
    "error",
    "apache.ServerLimit",
    "Apache on app1 is asked for 400 workers and starts 9: ServerLimit is 9",
    "ServerLimit 9 (set) = 9 < MaxRequestWorkers 400",
    "ServerLimit 400 fits; or MaxRequestWorkers 9",
  ],
  [
    "apache/shared-workers",
    'haproxy: { listeners: { wiki: { bind: ":81", server: { port: 80, check: true, maxconn: 200 } } } }',
    "warning",
    "haproxy.listeners.wiki.server.maxconn",
    "all listeners together may take 444 Apache workers on app1; it has 400",
    "42 for the slots + 400 for wiki + 2 checks = 444 > 400 workers (set)",
    "maxconn 178 on the server lines of wiki fits; or more MaxRequestWorkers",
  ],
  [
    "apache/shared-workers",
    'haproxy: { listeners: { wiki: { bind: ":81", server: { port: 80, maxconn: 200 } }, news: { bind: ":82", server: { port: 80 } } } }',
    "warning",
    "haproxy.listeners.news.server.maxconn",
    "nothing bounds what news may take of the 400 Apache workers on app1",
    "400 workers (set), 42 of them for the slots; no maxconn on the other server lines",
    "maxconn 89 on the server lines of news and wiki fits; or more MaxRequestWorkers",
  ],
  [
    "apache/shared-workers",
    'apache: { MaxRequestWorkers: 25 }\nhaproxy: { listeners: { wiki: { bind: ":81", server: { port: 80, maxconn: 1 } } } }',
    "warning",
    "haproxy.listeners.wiki.server.maxconn",
    "all listeners together may take 44 Apache workers on app1; it has 25",
    "42 for the slots + 2 for wiki + 0 checks = 44 > 25 workers (set)",
    "MaxRequestWorkers over 42, and maxconn on the server lines of wiki",
  ],
  [
    "apache/shared-workers",
    listener('server: { maxconn: null } }, wiki: { bind: ":81", server: { port: 80, maxconn: 178 }'),
    "warning",
    "haproxy.listeners.wiki.server.maxconn",
    "all listeners together may take 401 Apache workers on app1; it has 400",
    "45 for the slots + 356 for wiki + 0 checks = 401 > 400 workers (set)",
    "maxconn 177 on the server lines of wiki fits; or more MaxRequestWorkers",
  ],
  [
    "apache/single-process",
    "mirrorlist: { wsgi: { processes: 1, threads: 2, maximum-requests: 0, request-timeout: 0s, inactivity-timeout: 9s } }",
    "warning",
    "mirrorlist.wsgi.processes",
    "app1 serves nothing for 5.35 s each time its only process is replaced",
    "processes is 1, and inactivity-timeout replaces it",
    "2 processes with 1 thread each",
  ],
  [
    "apache/thread-limit",
    "apache: { ThreadsPerChild: 10, ThreadLimit: 5 }",
    "error",
    "apache.ThreadLimit",
    "Apache on app1 is asked for 10 threads a process and starts 5: that is its ThreadLimit",
    "ThreadLimit 5 (set) < ThreadsPerChild 10; of MaxRequestWorkers 400 it makes 80",
    "ThreadLimit 10 fits; or ThreadsPerChild 5",
  ],
  [
    "apache/threads-per-child",
    "apache: { mpm: null, MaxRequestWorkers: 51, ThreadLimit: 10 }",
    "warning",
    "apache.MaxRequestWorkers",
    "Apache on app1 lowers MaxRequestWorkers 51 to 50",
    "51 / 10 threads is 5 processes and a rest of 1",
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
    for (const part of parts) expect(said).toContain(part);
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
