import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { allRules } from "../../src/api/built-in.js";
import { loadInventory } from "../../src/api/load.js";
import { subjectText } from "../../src/fleet/subject.js";
import type { Lack } from "../../src/rules/define.js";
import { verdictsOn } from "./verdicts-on.js";

const APPS = ["app1", "app2", "app3"];
const PROXIES = ["proxy1", "proxy2"];

/** What a check can't do without, of whom, and where it would stand, in the inventory that lacks it. */
const LACKS: readonly (readonly [string, string, readonly string[], string, string])[] = [
  ["apache/cut-requests", "mirrorlist@app1", APPS, "a storm with its service_time", "storms"],
  ["apache/graceful-timeout", "mirrorlist@app1", APPS, "a storm with its service_time", "storms"],
  ["apache/inactivity-timeout", "mirrorlist@app1", APPS, "a storm", "storms"],
  ["apache/maximum-requests", "mirrorlist@app1", APPS, "a storm with its service_time", "storms"],
  ["apache/restart-herd", "mirrorlist@app1", APPS, "a storm", "storms"],
  ["apache/server-limit", "mirrorlist@app1", APPS, "mpm", "apache.mpm"],
  ["apache/threads-per-child", "mirrorlist@app1", APPS, "mpm", "apache.mpm"],
  [
    "capacity/failover-to-backups",
    "mirror-lists",
    PROXIES,
    "a storm under storms",
    "mirrorlist.wsgi.processes",
  ],
  ["capacity/file-descriptors", "proxy1", PROXIES, "nofile of proxy1", "proxies.proxy[1-2].nofile"],
  [
    "capacity/key-pinning",
    "mirror-lists",
    PROXIES,
    "a storm under storms",
    "haproxy.listeners.mirror-lists.balance",
  ],
  ["capacity/memory", "mirrorlist@app1", APPS, "wsgi memory_per_process", "mirrorlist.wsgi.processes"],
  ["capacity/one-server-down", "mirrorlist", [], "a storm under storms", "mirrorlist.wsgi.processes"],
  ["capacity/proxy-memory", "proxy1", PROXIES, "memory of proxy1", "proxies.proxy[1-2].memory"],
  ["capacity/queue-room", "mirror-lists", PROXIES, "maxconn of the global section", "haproxy.global.maxconn"],
  ["capacity/storm-throughput", "mirrorlist", [], "a storm under storms", "storms"],
  [
    "haproxy/balance-uri",
    "mirror-lists",
    PROXIES,
    "site with the urls of the service",
    "haproxy.listeners.mirror-lists.balance",
  ],
  [
    "haproxy/check-timeout",
    "mirrorlist@app1",
    APPS,
    "a storm under storms",
    "haproxy.listeners.mirror-lists.server.inter",
  ],
  [
    "haproxy/frontend-maxconn",
    "mirror-lists",
    PROXIES,
    "maxconn of the global section",
    "haproxy.listeners.mirror-lists.maxconn",
  ],
  [
    "haproxy/fullconn",
    "mirror-lists",
    PROXIES,
    "fullconn, or maxconn of the global section",
    "haproxy.listeners.mirror-lists.server.minconn",
  ],
  [
    "haproxy/maxqueue",
    "mirror-lists",
    PROXIES,
    "a storm under storms",
    "haproxy.listeners.mirror-lists.server.maxqueue",
  ],
  [
    "haproxy/queue-timeout",
    "mirror-lists",
    PROXIES,
    "a storm under storms",
    "haproxy.defaults.timeout.queue",
  ],
  ["kernel/file-max", "proxy1", PROXIES, "maxconn of the global section", "haproxy.global.maxconn"],
  ["kernel/overcommit", "mirrorlist@app1", APPS, "wsgi memory_per_process", "kernel.vm.overcommit_memory"],
  [
    "time/detection",
    "mirror-lists",
    PROXIES,
    "a storm under storms",
    "haproxy.listeners.mirror-lists.server.inter",
  ],
  ["time/longest-wait", "mirror-lists", PROXIES, "patience of a storm", "storms"],
  [
    "time/recovery",
    "mirror-lists",
    PROXIES,
    "a storm under storms",
    "haproxy.listeners.mirror-lists.server.inter",
  ],
  ["time/service-time", "mirrorlist@app1", APPS, "a storm under storms", "haproxy.defaults.timeout.server"],
];

const lacksOf = (slug: string): readonly Lack[] => {
  const loaded = loadInventory(`test/rules/cases/${slug}/lacks.yaml`, {
    read: (name) => ({ ok: true, text: readFileSync(name, "utf8") }),
  });
  if (!loaded.ok) throw new Error(loaded.findings.map(({ message }) => message).join("; "));
  const check = allRules.find((candidate) => candidate.slug === slug);
  return check?.run(loaded.fleet).filter((verdict) => verdict.kind === "lack") ?? [];
};

describe("what a check lacks", () => {
  it.each(LACKS)("%s of %s", (slug, subject, hosts, needs, path) => {
    expect(lacksOf(slug).map((lack) => ({ ...lack, subject: subjectText(lack.subject) }))).toContainEqual({
      kind: "lack",
      subject,
      ...(hosts.length === 0 ? {} : { hosts }),
      needs,
      at: expect.objectContaining({ path }),
    });
  });

  const minconn = "haproxy: { listeners: { mirror-lists: { server: { minconn: 5 } } } }";
  const bare = "app_servers: { 'app[1-3]': { memory: null, base_memory: null } }";
  it.each([
    ["capacity/queue-room", "storms: null", "a storm under storms", "haproxy.global.maxconn"],
    [
      "haproxy/fullconn",
      `${minconn}\nstorms: null`,
      "a storm under storms",
      "haproxy.listeners.mirror-lists.server.minconn",
    ],
    ["capacity/memory", bare, "memory of app1 and base_memory of app1", "mirrorlist.wsgi.processes"],
    [
      "kernel/overcommit",
      `${bare}\nkernel: { vm.overcommit_memory: 2 }`,
      "memory of app1 and base_memory of app1",
      "kernel.vm.overcommit_memory",
    ],
  ])("%s with %s", (slug, text, needs, path) => {
    expect(verdictsOn(slug, text)).toContainEqual(
      expect.objectContaining({ kind: "lack", needs, at: expect.objectContaining({ path }) }),
    );
  });
});
