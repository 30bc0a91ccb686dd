import { describe, expect, it } from "vitest";
import { validate } from "../../src/api/library.js";
import { demand } from "../../src/fleet/capacity.js";
import type { Fleet } from "../../src/fleet/fleet.js";
import { memoryBill } from "../../src/fleet/memory.js";
import { serviceGroups } from "../../src/fleet/service-groups.js";
import { stormParts } from "../../src/fleet/storm-parts.js";
import { loadText, problemsOf } from "../inventory/from-text.js";

const MIB = 1024 ** 2;

/** Two proxies, six web servers with a shop, an admin on two of them, and an API on hosts of its own. */
const SHOP = `
mmconf: 1
proxies: { "lb[1-2]": { memory: 8GiB, nofile: 100000 } }
app_servers:
  web[1-6]: { memory: 16GiB, base_memory: 1GiB }
  api[1-4]: { memory: 8GiB, base_memory: 1GiB }
apache: { mpm: event, MaxRequestWorkers: 400 }
services:
  shop:
    hosts: web[1-6]
    port: 80
    wsgi: { processes: 10, threads: 15, memory_per_process: 180MiB }
    site: { script: /srv/shop.wsgi, urls: [/], process-group: shop }
  admin:
    hosts: web1, web2
    port: 80
    wsgi: { processes: 2, threads: 5, memory_per_process: 200MiB }
    site: { script: /srv/admin.wsgi, urls: [/admin], process-group: admin }
  api: { hosts: ["api[1-4]"], port: 8000, slots: 9 }
haproxy:
  version: "2.8"
  defaults: { mode: http, timeout: { connect: 5s, client: 50s, server: 50s } }
  listeners:
    shop: { bind: ":8001", service: shop, server: { check: true, maxconn: 70 } }
    admin: { bind: ":8002", service: admin, server: { maxconn: 4 } }
    api: { bind: ":8003", service: api, server: { maxconn: 4, port: 9000 } }
storms:
  sale:
    requests: 20000
    over: 60s
    to:
      shop: { share: 69%, service_time: { mean: 400ms, distribution: lognormal } }
      api: { share: 30%, service_time: { mean: 80ms } }
      admin: { service_time: { mean: 3s } }
`;

const load = (text: string, sets: readonly string[] = []) => loadText(text, {}, sets);
const shop = (...sets: string[]): Fleet => {
  const loaded = load(SHOP, sets);
  if (!loaded.ok) throw new Error(problemsOf(loaded).join("\n"));
  return loaded.fleet;
};
const wrong = (from: string, to: string): readonly string[] => problemsOf(load(SHOP.replace(from, to)));

describe("services", () => {
  it("run on the hosts that each names, several on one", () => {
    const running = shop().appServers.map(({ name, services }) => [name, services.map((one) => one.name)]);
    expect(Object.fromEntries(running)).toEqual({
      ...Object.fromEntries([1, 2].map((at) => [`web${at}`, ["shop", "admin"]])),
      ...Object.fromEntries([3, 4, 5, 6].map((at) => [`web${at}`, ["shop"]])),
      ...Object.fromEntries([1, 2, 3, 4].map((at) => [`api${at}`, ["api"]])),
    });
  });

  it("give a listener its server lines and their port, unless it says another", () => {
    const listeners = shop().proxies[0]?.haproxy.listeners ?? [];
    const lines = listeners.map(({ name, lines: all }) => [name, all.length, all[0]?.settings.port]);
    expect(lines).toEqual([
      ["admin", 2, 80],
      ["api", 4, 9000],
      ["shop", 6, 80],
    ]);
  });

  it("differ on a host as it says, under their name", () => {
    const fleet = shop("app_servers.web6.services.shop.wsgi.processes=5");
    const counts = fleet.appServers.map(({ services }) => services[0]?.runtime.units.count);
    expect(counts.filter((count) => count === 5)).toHaveLength(1);
    expect(fleet.appServers.find(({ name }) => name === "web6")?.services[0]?.sections).toMatchObject({
      wsgi: { processes: 5, threads: 15 },
    });
  });

  it("are each sent what their own listeners may send", () => {
    const asked = serviceGroups(shop()).map((group) => [
      `${group.service.name}@${group.hosts.length}`,
      demand(group).requests,
    ]);
    expect(Object.fromEntries(asked)).toEqual({ "shop@2": 140, "admin@2": 8, "shop@4": 140, "api@4": 8 });
  });

  it("share the memory of a host", () => {
    const [web1] = shop().appServers.filter(({ name }) => name === "web1");
    const [own, other] = web1?.services ?? [];
    if (web1 === undefined || own === undefined || other === undefined) throw new Error("no web1");
    const billed = memoryBill(web1, own);
    expect(billed).toMatchObject({
      ok: true,
      bill: {
        others: [{ name: "processes of admin", count: 2, each: 200 * MIB }],
        total: (1024 + 2 * 200 + 10 * 180) * MIB,
        room: Math.floor((16 * 1024 - 1024 - 400) / 180),
      },
    });
    expect(memoryBill(web1, other)).toMatchObject({
      bill: { total: billed.ok ? billed.bill.total : 0, others: [{ count: 10 }] },
    });
  });

  it("share its Apache, whose workers hold the requests for all of them", () => {
    const shared = validate(shop("apache.MaxRequestWorkers=147"), { today: "2026-11-24" }).findings.filter(
      ({ rule }) => rule === "apache/shared-workers",
    );
    expect(shared).toMatchObject([
      { subject: { service: "shop", host: "web1" }, hosts: ["web1", "web2"], figures: { workers: 125 } },
    ]);
    const fits = validate(shop("apache.MaxRequestWorkers=200"), { today: "2026-11-24" }).findings;
    expect(fits.filter(({ rule }) => rule === "apache/shared-workers")).toEqual([]);
  });

  it("each have their part of a storm, with its own service time", () => {
    const parts = stormParts(shop()).map(({ requests, service_time, part }) => [
      requests,
      service_time.mean,
      Number(part.toFixed(4)),
    ]);
    expect(parts).toEqual([
      [200, 3000, 0.01],
      [6000, 80, 0.3],
      [13_800, 400, 0.69],
    ]);
  });

  it("are the storm itself where there is one of them", () => {
    const text = SHOP.replace(/\n {2}admin:[\s\S]*?(?=\nhaproxy:)/, "")
      .replace(/\n {4}(?:admin|api): \{ bind.*/g, "")
      .replace(/to:[\s\S]*/, "service_time: { mean: 400ms }\n")
      .replace("  api[1-4]: { memory: 8GiB, base_memory: 1GiB }\n", "");
    const loaded = load(text);
    if (!loaded.ok) throw new Error(problemsOf(loaded).join("\n"));
    expect(stormParts(loaded.fleet)).toBe(loaded.fleet.storms);
  });
});

describe("services that can't be", () => {
  it.each([
    ["a host that is not there", "hosts: web[1-6]", "hosts: web[1-7]", /^schema\/reference .*web7 /],
    ["no hosts", "hosts: web[1-6]\n", "\n", /^schema\/required .*hosts/],
    ["hosts that are none", "hosts: web[1-6]", "hosts: 'web 1'", /^schema\/value .*names no hosts/],
    ["no runtime", ", slots: 9", "", /^schema\/required .*does not say what it runs under/],
    [
      "two runtimes",
      "slots: 9 }",
      "slots: 9, wsgi: { processes: 1, threads: 1 } }",
      /^schema\/value .*wsgi and slots/,
    ],
    ["no slots", "slots: 9", "slots: 0", /^schema\/value .*slots/],
    ["an unknown key", "slots: 9", "slots: 9, thread: 1", /^schema\/unknown-key .*thread/],
    ["a name that no file may have", "  api: {", '  "a/b": {', /^schema\/value .*can't name a service/],
    [
      "a listener that leads to none",
      "service: api",
      "service: apo",
      /^schema\/slots .*apo.*did you mean api/,
    ],
    [
      "a listener with two",
      "service: api",
      "service: api, slots: shop",
      /^schema\/value .*service and slots/,
    ],
    [
      "a host that differs in what it does not run",
      "api[1-4]: { memory: 8GiB, base_memory: 1GiB }",
      "api[1-4]: { memory: 8GiB, base_memory: 1GiB, services: { shop: { wsgi: { processes: 1 } } } }",
      /^schema\/reference .*shop does not run on this host/,
    ],
    [
      "two daemons on one port of a host",
      'api: { hosts: ["api[1-4]"], port: 8000',
      'api: { hosts: ["web1", "api[1-4]"], port: 80',
      /^schema\/value .*port 80/,
    ],
    ["a part of a storm that is none", "share: 30%", "part: 30%", /^schema\/unknown-key .*part/],
    ["a service time that is none", "{ mean: 80ms }", "{ mean: soon }", /^schema\/value .*"soon"/],
  ])("%s", (_what, from, to, expected) => {
    expect(wrong(from, to)).toEqual([expect.stringMatching(expected)]);
  });
});
