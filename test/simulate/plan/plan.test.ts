import { describe, expect, it } from "vitest";
import { builtIn } from "../../../src/api/built-in.js";
import { stationKinds } from "../../../src/api/stations.js";
import { stationsOf } from "../../../src/simulate/runtime.js";
import { prepare } from "../../../src/simulate/simulate.js";
import { fleetWith, planWith } from "../small-tier.js";

const proxyOf = (lines: string, sets: readonly string[] = []) => {
  const [proxy] = planWith(lines, sets).proxies;
  if (proxy === undefined) throw new Error("the small tier has one proxy");
  return { maxconn: proxy.maxconn, listener: proxy.listeners[0]?.frontend };
};

const WITHOUT_MAXCONN = ["haproxy.global.maxconn=null"];

describe("the connections that a proxy may have", () => {
  it("are 2000 by default, of the process and of each listener, until 1.9", () => {
    const { maxconn, listener } = proxyOf('haproxy: { version: "1.8" }', WITHOUT_MAXCONN);
    expect([maxconn, listener?.maxconn]).toEqual([2000, 2000]);
    expect(proxyOf('haproxy: { version: "1.8" }').listener?.maxconn).toBe(2000);
  });

  it("follow from its files from 2.0 on, and the listener's from the process's", () => {
    const { maxconn, listener } = proxyOf("proxies: { proxy1: { nofile: 16384 } }", WITHOUT_MAXCONN);
    // Its own 23 descriptors, and one for the bind line; half of what is left.
    expect([maxconn, listener?.maxconn]).toEqual([8180, 8180]);
    expect(proxyOf("proxies: { proxy1: { nofile: 1024 } }", WITHOUT_MAXCONN).maxconn).toBe(500);
    expect(proxyOf("", WITHOUT_MAXCONN).maxconn).toBe(Number.POSITIVE_INFINITY);
  });

  it("wait in a backlog of the listener's maxconn, or the process's, cut to somaxconn, and one more", () => {
    const backlog = (words: string, somaxconn = 4096) =>
      proxyOf(`haproxy: { listeners: { web: { ${words} } } }\nkernel: { net.core.somaxconn: ${somaxconn} }`)
        .listener?.backlog;
    expect(backlog("")).toBe(4097);
    expect(backlog("", 10_000_000)).toBe(1_000_001);
    expect(backlog("maxconn: 50")).toBe(51);
    expect(backlog("maxconn: 50, backlog: 70")).toBe(71);
    expect(backlog("maxconn: 50, backlog: 70", 60)).toBe(61);
  });
});

describe("a plan", () => {
  it("is plain numbers, which another thread takes, however the inventory is written", () => {
    const storm = "{ requests: 50, over: 1s, service_time: { mean: 1s, distribution: fixed } }";
    const plan = planWith(`storms:\n  one: ${storm}\n  two: ${storm}\n  storm: ${storm}\n`);
    expect(structuredClone(plan)).toEqual(plan);
    expect(JSON.stringify(plan)).not.toMatch(/origin|\.yaml/);
  });
});

describe("an app server", () => {
  it("has the backlogs, workers and limits that are in force", () => {
    const lines = `
app_servers: { app1: { memory: 4GiB, base_memory: 1GiB } }
apache: { mpm: event, MaxRequestWorkers: 150, ServerLimit: 16, ListenBackLog: 511 }
kernel: { net.core.somaxconn: 128 }
mirrorlist: { wsgi: { listen-backlog: 100, maximum-requests: 1000, memory_per_process: 25MiB }, server: { reap_children: true, memory_per_child: 8MiB } }`;
    expect(planWith(lines).instances[0]).toMatchObject({
      name: "app1",
      role: "active",
      station: {
        kind: "mod_wsgi",
        apache: { backlog: 129, workers: 150 },
        backlog: 101,
        maximumRequests: 1000,
        graceful: 15_000,
        gap: 350,
        queueTimeout: Number.POSITIVE_INFINITY,
      },
      behind: [{ most: 40, resumes: "one ended", each: 8 * 2 ** 20 }],
      memory: { total: 4 * 2 ** 30, used: 2 ** 30 + 25 * 2 ** 20 },
    });
  });
});

describe("a storm that is more than a run can hold", () => {
  const reasonFor = (lines: string): string | undefined => {
    const prepared = prepare(fleetWith(lines), {}, builtIn.runtimes);
    return prepared.ok ? undefined : prepared.reason;
  };

  it("is refused for its slots", () => {
    expect(reasonFor("mirrorlist: { wsgi: { processes: 100000, threads: 100 } }")).toBe(undefined);
    expect(reasonFor("mirrorlist: { wsgi: { processes: 100000, threads: 101 } }")).toMatch(
      /^the app servers have 10,100,000 slots, and a simulation holds 10,000,000: lower processes or threads$/,
    );
  });

  it("is refused for the requests that may be under way at once, and not for those of a whole day", () => {
    expect(reasonFor("storms: { storm: { requests: 20000001 } }")).toMatch(
      /^in storm, 20,000,001 requests may be under way at once, and a simulation holds 20,000,000: lower requests/,
    );
    expect(reasonFor("storms: { storm: { requests: 50000000, over: 24h, patience: 60s } }")).toBe(undefined);
    expect(reasonFor("storms: { storm: { requests: 1000000000, over: 1h, patience: 2min } }")).toMatch(
      /33,333,334 requests/,
    );
  });
});

describe("a runtime", () => {
  it("of which nothing is known in simulations is refused, by its name", () => {
    const prepared = prepare(fleetWith(""), {}, []);
    expect(prepared).toEqual({
      ok: false,
      reason: expect.stringMatching(/^mirrorlist runs under mod_wsgi,/),
    });
  });

  it("that comes with mmconf has a station that threads know", () => {
    expect(stationsOf(builtIn.runtimes)).toEqual(stationKinds);
    expect(stationKinds.map(({ kind }) => kind)).toEqual(builtIn.runtimes.map(({ name }) => name));
  });
});

describe("what two plans make of one listener", () => {
  it("follows from each one's own instances", () => {
    const { proxies, ...fleet } = fleetWith("app_servers: { app2: {} }");
    const planFor = (appServers: typeof fleet.appServers) => {
      const prepared = prepare({ ...fleet, proxies, appServers }, {}, builtIn.runtimes);
      if (!prepared.ok) throw new Error(prepared.reason);
      return prepared.plan.proxies[0]?.listeners[0]?.backend.lines.map(({ instance }) => instance);
    };
    expect(planFor(fleet.appServers)).toEqual([0, 1]);
    expect(planFor(fleet.appServers.slice(1))).toEqual([0]);
    expect(planFor(fleet.appServers.toReversed())).toEqual([1, 0]);
  });
});
