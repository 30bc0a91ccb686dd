import { describe, expect, it } from "vitest";
import type { Loaded } from "../../src/api/load.js";
import type { Fleet } from "../../src/fleet/fleet.js";
import { originOf } from "../../src/yaml/node.js";
import { loadOnBase, loadText, problemsOf } from "./from-text.js";

const fleetOf = (loaded: Loaded): Fleet => {
  if (!loaded.ok) throw new Error(problemsOf(loaded).join("\n"));
  return loaded.fleet;
};

const place = (fleet: Fleet, ...path: string[]): string => {
  const { file, line, column } = originOf(fleet.node, ...path);
  return `${file}:${line}:${column}`;
};

describe("extends", () => {
  it("merges maps key by key, and each value keeps the file that wrote it", () => {
    const fleet = fleetOf(loadOnBase("haproxy:\n  defaults:\n    timeout: { connect: 7s }\n"));
    const [proxy] = fleet.proxies;
    expect(proxy?.haproxy.defaults.timeout).toMatchObject({ connect: 7000, client: 50_000 });
    expect(place(fleet, "haproxy", "defaults", "timeout", "connect")).toBe("test.yaml:4:16");
    expect(place(fleet, "haproxy", "defaults", "timeout", "client")).toMatch(/^base\.yaml:/);
  });

  it("removes what is null", () => {
    const fleet = fleetOf(loadOnBase("storms: null\nproxies: { proxy2: null }\n"));
    expect(fleet.storms).toEqual([]);
    expect(fleet.proxies.map((proxy) => proxy.name)).toEqual(["proxy1"]);
  });

  it("reads a base's base, relative to the file that names it", () => {
    const files = { "lower/mid.yaml": "extends: ../base.yaml\ndescription: mid\n" };
    expect(fleetOf(loadText("extends: lower/mid.yaml\n", files)).description).toBe("mid");
  });

  it("ends where more inventories extend one another than anybody follows", () => {
    const chain = (length: number) =>
      Object.fromEntries(
        Array.from({ length }, (_, at) => [
          `${at}.yaml`,
          `extends: ${at + 1 < length ? at + 1 : "base"}.yaml\n`,
        ]),
      );
    expect(loadText("extends: 0.yaml\n", chain(98)).ok).toBe(true);
    expect(problemsOf(loadText("extends: 0.yaml\n", chain(20_000)))).toEqual([
      expect.stringMatching(/^schema\/extends 98\.yaml:1:1 100 inventories extend one another/),
    ]);
  });

  it("takes JSON as well as YAML", () => {
    const fleet = fleetOf(loadText('{ "extends": "base.yaml", "haproxy": { "version": "2.0" } }'));
    expect(fleet.proxies[0]?.haproxy.version).toEqual({ major: 2, minor: 0 });
  });
});

describe("a log's address", () => {
  it("takes any port", () => {
    const fleet = fleetOf(loadOnBase("haproxy: { global: { log: 127.0.0.1:49481 local0 } }"));
    expect(fleet.proxies[0]?.haproxy.global.log).toBe("127.0.0.1:49481 local0");
  });
});

describe("numbers that are names", () => {
  it("reads version 2.0 as written, with or without quotes", () => {
    expect(fleetOf(loadOnBase("haproxy: { version: 2.0 }")).proxies[0]?.haproxy.version).toEqual({
      major: 2,
      minor: 0,
    });
  });
});

describe("host ranges", () => {
  it("lets a later entry refine a host of an earlier range, and keeps what it does not touch", () => {
    const fleet = fleetOf(
      loadOnBase("app_servers:\n  app[4-6]: { memory: 2GiB, base_memory: 1GiB }\n  app5: { memory: 8GiB }\n"),
    );
    const app5 = fleet.appServers.find((server) => server.name === "app5");
    expect(app5).toMatchObject({ memory: 8 * 1024 ** 3, baseMemory: 1024 ** 3 });
    expect(app5 && place({ ...fleet, node: app5.node }, "memory")).toBe("test.yaml:4:11");
  });

  it("counts hosts as people do: app2 before app10", () => {
    const fleet = fleetOf(loadOnBase("app_servers: { 'app[10,4]': { memory: 4GiB } }"));
    expect(
      fleet.appServers.filter((server) => server.role === "active").map((server) => server.name),
    ).toEqual(["app1", "app2", "app3", "app4", "app10"]);
  });

  it("keeps zeros", () => {
    const fleet = fleetOf(loadOnBase("proxies: { proxy1: null, proxy2: null, 'edge[08-10]': {} }"));
    expect(fleet.proxies.map((proxy) => proxy.name)).toEqual(["edge08", "edge09", "edge10"]);
  });
});

describe("what differs on one host", () => {
  it("is laid on the section of that name, for that host alone", () => {
    const fleet = fleetOf(loadOnBase("app_servers: { app2: { mirrorlist: { wsgi: { processes: 60 } } } }"));
    expect(fleet.appServers.map((server) => server.services[0]?.runtime.units.count)).toEqual([
      45, 60, 45, 45, 45,
    ]);
  });

  it("can be a single proxy's maxconn", () => {
    const fleet = fleetOf(
      loadOnBase(
        "proxies: { proxy2: { haproxy: { listeners: { mirror-lists: { server: { maxconn: 3 } } } } } }",
      ),
    );
    expect(fleet.proxies.map((proxy) => proxy.haproxy.listeners[0]?.lines[0]?.settings.maxconn)).toEqual([
      20, 3,
    ]);
  });
});

describe("traffic", () => {
  it("shares what is left among the proxies without a share", () => {
    const fleet = fleetOf(loadOnBase("proxies: { 'proxy[1-6]': {}, proxy3: { traffic: 40% } }"));
    expect(fleet.proxies.map((proxy) => Number(proxy.traffic.toFixed(3)))).toEqual([
      0.12, 0.12, 0.4, 0.12, 0.12, 0.12,
    ]);
  });
});

describe("--set", () => {
  it.each([
    [
      "mirrorlist.wsgi.processes=80",
      (fleet: Fleet) => fleet.appServers[0]?.services[0]?.runtime.units.count,
      80,
    ],
    ["kernel.net.core.somaxconn=512", (fleet: Fleet) => fleet.appServers[0]?.limits.somaxconn.value, 512],
    [
      "haproxy.listeners.mirror-lists.timeout={ queue: 9s }",
      (fleet: Fleet) => fleet.proxies[0]?.haproxy.listeners[0]?.settings.timeout.queue,
      9000,
    ],
    ["app_servers.app[1-2].memory=8GiB", (fleet: Fleet) => fleet.appServers[1]?.memory, 8 * 1024 ** 3],
    [
      "haproxy.listeners.mirror-lists.server.maxconn=null",
      (fleet: Fleet) => fleet.proxies[0]?.haproxy.listeners[0]?.lines[0]?.settings.maxconn,
      undefined,
    ],
  ])("%s overrides the value for one run", (set, read, expected) => {
    expect(read(fleetOf(loadOnBase("", [set])))).toBe(expected);
  });

  it("lets the last of two overrides hold", () => {
    const fleet = fleetOf(loadOnBase("", ["mirrorlist.wsgi.processes=80", "mirrorlist.wsgi.processes=81"]));
    expect(fleet.appServers[0]?.services[0]?.runtime.units.count).toBe(81);
    expect(place(fleet, "mirrorlist", "wsgi", "processes")).toBe("--set:2:1");
  });
});

describe("places", () => {
  it("spans key and value where they stand on one line, so that a caret marks both", () => {
    const fleet = fleetOf(
      loadOnBase("haproxy: { listeners: { mirror-lists: { server: { maxconn: 17 } } } }"),
    );
    const { column, endColumn, path } = originOf(
      fleet.node,
      "haproxy",
      "listeners",
      "mirror-lists",
      "server",
      "maxconn",
    );
    expect([column, endColumn, path]).toEqual([51, 62, "haproxy.listeners.mirror-lists.server.maxconn"]);
  });
});

describe("hosts that are written alike", () => {
  const hosts = (settings: string) =>
    loadOnBase(`app_servers:\n${["a1", "a2", "a3"].map((host) => `  ${host}: { ${settings} }\n`).join("")}`);

  it("have places of their own", () => {
    const fleet = fleetOf(hosts("memory: 5GiB, base_memory: 700MiB"));
    expect(["a1", "a2", "a3"].map((host) => place(fleet, "app_servers", host, "memory"))).toEqual([
      "test.yaml:3:9",
      "test.yaml:4:9",
      "test.yaml:5:9",
    ]);
    expect(originOf(fleet.node, "app_servers", "a3", "base_memory").path).toBe("app_servers.a3.base_memory");
    expect(
      fleet.appServers.filter(({ memory }) => memory === 5 * 2 ** 30).map((server) => server.name),
    ).toEqual(["a1", "a2", "a3"]);
  });

  it("are each told what is wrong with them", () => {
    expect(problemsOf(hosts("memory: 4GiB, base_memory: 700")).map((line) => line.split(" ")[1])).toEqual([
      "test.yaml:3:23",
      "test.yaml:4:23",
      "test.yaml:5:23",
    ]);
  });

  it("may take back what the file before says of one of them", () => {
    const fleet = fleetOf(
      loadText("extends: mid.yaml\napp_servers: { a1: { kernel: null }, a2: { kernel: null } }\n", {
        "mid.yaml":
          "extends: base.yaml\napp_servers:\n  a1: { kernel: { net.core.somaxconn: 512 } }\n  a2: { kernel: { net.core.somaxconn: 512 } }\n  a3: { kernel: { net.core.somaxconn: 512 } }\n",
      }),
    );
    const valueOf = (name: string) =>
      fleet.appServers.find((server) => server.name === name)?.limits.somaxconn.value;
    expect([valueOf("a1"), valueOf("a2"), valueOf("a3")]).not.toContain(undefined);
    expect(valueOf("a3")).toBe(512);
    expect(valueOf("a1")).not.toBe(512);
    expect(valueOf("a2")).toBe(valueOf("a1"));
  });
});
