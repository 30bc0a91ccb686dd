import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { allRules } from "../../src/api/built-in.js";
import { loadInventory } from "../../src/api/load.js";
import type { Fault } from "../../src/rules/define.js";

/** What a check finds in the inventory that fails it, with `settings` (`path=value`) on top. */
const faultsWith = (slug: string, ...settings: readonly string[]): readonly Fault[] => {
  const loaded = loadInventory(`test/rules/cases/${slug}/fails.yaml`, {
    read: (name) => ({ ok: true, text: readFileSync(name, "utf8") }),
    sets: settings,
  });
  if (!loaded.ok) throw new Error(loaded.findings.map(({ message }) => message).join("; "));
  const check = allRules.find((candidate) => candidate.slug === slug);
  if (check === undefined) throw new Error(`there is no check ${slug}`);
  return check.run(loaded.fleet).filter((verdict) => verdict.kind === "fault");
};

const LISTENER = "haproxy.listeners.mirror-lists";
const WSGI = "mirrorlist.wsgi";
const PROXIES = "proxies.proxy[1-2]";

/** A check, a setting, its last value that passes and the next one, which does not; and where the finding offers the first, in which words. */
const LIMITS: readonly (readonly [string, string, string, string, string?])[] = [
  ["apache/cut-requests", `${WSGI}.request-timeout`, "56s", "55999ms"],
  ["apache/cut-requests", `${WSGI}.request-timeout`, "61s", "10s", "request-timeout 61s fits"],
  [
    "apache/display-name",
    `${WSGI}.display-name`,
    "fifteen-letters",
    "sixteen--letters",
    "at most 15 characters",
  ],
  ["apache/graceful-timeout", `${WSGI}.graceful-timeout`, "65s", "64s", "graceful-timeout 65s fits"],
  ["apache/inactivity-timeout", `${WSGI}.inactivity-timeout`, "540s", "539999ms"],
  ["apache/listen-backlog", `${WSGI}.listen-backlog`, "354", "353", "listen-backlog 354 fits"],
  ["apache/max-request-workers", "apache.MaxRequestWorkers", "45", "44", "MaxRequestWorkers 45 fits"],
  ["apache/maximum-requests", `${WSGI}.maximum-requests`, "13108", "13107", "maximum-requests 13108 fits"],
  ["apache/queue-timeout", `${WSGI}.queue-timeout`, "50s", "50001ms", "queue-timeout 50s fits"],
  ["apache/request-timeout", `${WSGI}.request-timeout`, "11250ms", "11251ms"],
  ["apache/request-timeout", `${WSGI}.request-timeout`, "11s", "12s", "request-timeout 11s fits"],
  // 90000 requests / 3 app servers / 45 processes = 666.7 each.
  ["apache/restart-herd", `${WSGI}.maximum-requests`, "667", "666"],
  ["apache/server-limit", "apache.ServerLimit", "24", "23", "ServerLimit 24 fits"],
  ["apache/server-limit", "apache.MaxRequestWorkers", "400", "425", "or MaxRequestWorkers 400"],
  [
    "apache/shared-workers",
    "haproxy.listeners.wiki.server.maxconn",
    "178",
    "179",
    "maxconn 178 on the server lines of wiki fits",
  ],
  ["apache/socket-timeout", `${WSGI}.socket-timeout`, "50s", "49999ms", "socket-timeout 50s fits"],
  ["apache/socket-timeout", "haproxy.defaults.timeout.server", "30s", "30001ms", "or timeout server 30s"],
  ["apache/thread-limit", "apache.ThreadLimit", "100", "99", "ThreadLimit 100 fits"],
  ["apache/thread-limit", "apache.ThreadsPerChild", "64", "65", "or ThreadsPerChild 64"],
  ["apache/threads-per-child", "apache.MaxRequestWorkers", "250", "251", "MaxRequestWorkers 250,"],
  ["apache/threads-per-child", "apache.MaxRequestWorkers", "275", "274", "or 275"],
  ["capacity/app-slots", `${LISTENER}.server.maxconn`, "21", "22", "maxconn 21 fits"],
  ["capacity/app-slots", `${WSGI}.processes`, "62", "61", "or 62 processes"],
  ["capacity/backlog", "kernel.net.core.somaxconn", "511", "510", "net.core.somaxconn 511 fits"],
  ["capacity/backlog", "apache.ListenBackLog", "128", "129", "or write 128"],
  // (1240 - 40) / 40 = 30 s of 30 s, on 2 proxies x maxconn 20 at a time.
  ["capacity/failover-to-backups", "storms.spike.requests", "1242", "1243"],
  ["capacity/file-descriptors", `${PROXIES}.nofile`, "8029", "8028"],
  // 2 x 4000 + 5 checks + 1 address + 20 + 3 for each of 64 threads = 8218.
  ["capacity/file-descriptors", "haproxy.global.maxconn", "3999", "4000"],
  ["capacity/frontend-sum", "haproxy.global.maxconn", "5000", "4999", "global maxconn 5000 fits"],
  // (1395 - 45) / 45 = 30 s of 30 s.
  ["capacity/key-pinning", "storms.spike.requests", "1395", "1396"],
  ["capacity/memory", `${WSGI}.processes`, "118", "119", "processes 118 fits"],
  ["capacity/memory", "app_servers.app[1-3].memory", "4624MiB", "4623MiB", "528 MiB more memory"],
  ["capacity/one-server-down", "storms.spike.requests", "2485", "2486"],
  ["capacity/proxy-memory", "haproxy.global.maxconn", "3971", "3972", "maxconn 3971 fits"],
  ["capacity/proxy-memory", `${PROXIES}.memory`, "132000KiB", "131999KiB", "or 928 KiB more memory"],
  ["capacity/queue-room", "haproxy.global.maxconn", "200", "199", "maxconn 200 fits"],
  ["capacity/reload-overlap", `${LISTENER}.server.maxconn`, "10", "11", "maxconn 10 fits both processes"],
  ["capacity/storm-throughput", `${WSGI}.processes`, "46", "45", "processes 46 on each fits"],
  ["capacity/storm-throughput", "storms.spike.requests", "8100", "8101"],
  ["capacity/traffic-share", "proxies.proxy1.traffic", "62.5%", "62.6%"],
  ["haproxy/abortonclose", `${LISTENER}.timeout.queue`, "20s", "20001ms", "or timeout queue 20s"],
  ["haproxy/abortonclose", "storms.spike.patience", "30s", "29999ms"],
  // A check waits for 3.007 s; with timeout check it may take inter's 2 s to connect, and that on top.
  ["haproxy/check-timeout", `${LISTENER}.timeout.check`, "4841ms", "4840ms", "timeout check 5s fits"],
  ["haproxy/frontend-maxconn", `${LISTENER}.maxconn`, "4000", "4001", "maxconn 4000 fits"],
  ["haproxy/frontend-maxconn", "haproxy.global.maxconn", "5000", "4999", "raise the global maxconn to 5000"],
  ["haproxy/fullconn", `${LISTENER}.fullconn`, "200", "201", "fullconn 200 reaches maxconn"],
  ["haproxy/hard-stop-after", "haproxy.global.hard-stop-after", "80s", "79999ms", "hard-stop-after 80s fits"],
  ["haproxy/maxqueue", `${LISTENER}.server.maxqueue`, "600", "601", "maxqueue 600 fits"],
  ["haproxy/minconn-over-maxconn", `${LISTENER}.server.minconn`, "20", "21", "minconn 20 at most"],
  ["haproxy/minconn-over-maxconn", `${LISTENER}.server.maxconn`, "25", "24", "or maxconn 25"],
  ["haproxy/nbproc", "haproxy.global.nbproc", "1", "2"],
  ["haproxy/queue-timeout", `${LISTENER}.timeout.queue`, "36405ms", "36404ms", "timeout queue 40s fits"],
  ["hygiene/idle-proxy", "proxies.proxy1.traffic", "99%", "100%"],
  ["hygiene/storm-overlap", "storms.spike.every", "60s", "59999ms", "every 60s fits"],
  ["kernel/file-max", "kernel.fs.file-max", "8029", "8028"],
  ["kernel/nr-open", "kernel.fs.nr_open", "16384", "16383", "fs.nr_open: 16384 fits"],
  ["kernel/nr-open", `${PROXIES}.nofile`, "8192", "8193", "or nofile 8192"],
  ["kernel/overcommit", "kernel.vm.overcommit_ratio", "54", "53", "vm.overcommit_ratio 54 fits"],
  [
    "kernel/syn-backlog",
    "kernel.net.ipv4.tcp_max_syn_backlog",
    "5333",
    "5332",
    "tcp_max_syn_backlog: 5333 fits",
  ],
  ["mirrorlist/max-children", "mirrorlist.server.max_children", "42", "41", "max_children 42 fits"],
  ["mirrorlist/queue-size", "mirrorlist.server.request_queue_size", "41", "40", "request_queue_size 41 fits"],
  ["mirrorlist/socket-path", "mirrorlist.server.socket_file", `/${"d".repeat(106)}`, `/${"d".repeat(107)}`],
  // 2 checks / inter x 1 s are 5 % of 45 slots.
  ["time/check-load", `${LISTENER}.server.inter`, "889ms", "888ms"],
  ["time/check-timeout-over-inter", `${LISTENER}.timeout.check`, "5s", "5001ms", "or timeout check 5s"],
  ["time/check-timeout-over-inter", `${LISTENER}.server.inter`, "20s", "19999ms", "inter 20s"],
  ["time/connect-as-queue", "haproxy.defaults.timeout.connect", "10s", "10001ms"],
  ["time/detection", `${LISTENER}.server.inter`, "10s", "10001ms", "inter 10s with fall 3 fits"],
  ["time/detection", "storms.spike.over", "66s", "65999ms"],
  ["time/fastinter", `${LISTENER}.server.fastinter`, "5s", "5001ms"],
  ["time/longest-wait", "haproxy.defaults.retries", "2", "3", "retries 2 fits"],
  ["time/longest-wait", "storms.spike.patience", "100s", "99999ms"],
  ["time/recovery", `${LISTENER}.server.downinter`, "55s", "55001ms"],
  ["time/recovery", "storms.spike.over", "65s", "64999ms"],
  ["time/request-timeout", "haproxy.defaults.timeout.server", "60s", "59999ms", "timeout server 60s"],
  ["time/request-timeout", `${WSGI}.request-timeout`, "50s", "50001ms", "or request-timeout 50s"],
  // The last of 3000 requests waits for 24 s, and three of them are not served within 28 s.
  ["time/patience", "storms.spike.patience", "28095ms", "28094ms"],
  ["time/service-time", `${LISTENER}.timeout.server`, "6908ms", "6907ms", "timeout server 7s fits"],
];

describe("the limit of a check", () => {
  const limits = LIMITS.map(([slug, setting, last, next, offer]) => ({ slug, setting, last, next, offer }));

  it.each(limits)("$slug: $setting $last passes, $next does not", ({ slug, setting, last, next, offer }) => {
    // What it finds of the backups has settings of its own.
    const faults = (...settings: readonly string[]) =>
      faultsWith(slug, ...settings).filter(
        ({ hosts = [] }) => hosts.length === 0 || !hosts.every((host) => host.startsWith("backup")),
      );
    expect(faults()[0]?.fix).toContain(offer ?? "");
    expect(faults(`${setting}=${last}`)).toEqual([]);
    expect(faults(`${setting}=${next}`)).not.toEqual([]);
  });
});
