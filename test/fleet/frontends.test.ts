import { describe, expect, it } from "vitest";
import { simulate, validate } from "../../src/api/library.js";
import type { Fleet } from "../../src/fleet/fleet.js";
import { frontendsTo } from "../../src/fleet/listeners.js";
import { frontendShare, stormShare } from "../../src/fleet/storm-share.js";
import { loadText, problemsOf } from "../inventory/from-text.js";

/** One frontend before two backends, another before one of them, and a backend that redirects. */
const ROUTED = `
mmconf: 1
proxies: { lb1: { memory: 8GiB, nofile: 100000 } }
app_servers: { "web[1-2]": {}, "api[1-2]": {} }
services:
  shop: { hosts: "web[1-2]", port: 80, slots: 50 }
  api: { hosts: "api[1-2]", port: 8000, slots: 10 }
haproxy:
  version: "2.6"
  global: { maxconn: 20000 }
  defaults: { mode: http, timeout: { connect: 5s, client: 50s, server: 50s, queue: 20s } }
  frontends:
    web:
      bind: ":80"
      maxconn: 500
      directives: ["acl is_api path_beg /api", "use_backend old if { path /old }"]
      use_backend: [api if is_api]
      default_backend: shop
    inside: { bind: ":81", default_backend: api }
  backends:
    shop: { service: shop, server: { maxconn: 50 } }
    api:
      service: api
      server: { maxconn: 10 }
      servers:
        api2: { backup: true }
        far: { address: "10.9.0.1:8080", backup: true }
    old: { directives: ["http-request redirect location /"] }
storms:
  rush: { requests: 1000, over: 10s, patience: 1h, service_time: { mean: 200ms }, to: { shop: 60%, api: 40% } }
`;

const load = (text: string) => loadText(text);
const fleetFrom = (text: string): Fleet => {
  const loaded = load(text);
  if (!loaded.ok) throw new Error(problemsOf(loaded).join("\n"));
  return loaded.fleet;
};
const routed = (from = "", to = ""): Fleet => fleetFrom(ROUTED.replace(from, to));
const proxyOf = ({ proxies: [proxy] }: Fleet) => {
  if (proxy === undefined) throw new Error("there is no proxy");
  return proxy;
};
const listenerOf = (fleet: Fleet, name: string) => {
  const found = proxyOf(fleet).haproxy.listeners.find((one) => one.name === name);
  if (found === undefined) throw new Error(`there is no ${name}`);
  return found;
};
const found = (fleet: Fleet, rule: string) =>
  validate(fleet, { today: "2026-11-24" }).findings.filter((one) => one.rule === rule);

describe("frontends", () => {
  it("lead to the backends that their keys and raw lines name", () => {
    const { frontends } = proxyOf(routed()).haproxy;
    expect(frontends.map(({ name, leadsTo }) => [name, leadsTo.map((one) => one.name)])).toEqual([
      ["inside", ["api"]],
      ["web", ["api", "old", "shop"]],
    ]);
  });

  it("may lead to any backend where its name is made of the request", () => {
    const fleet = routed("api if is_api", "'%[req.hdr(host),map(/etc/hosts.map)]'");
    const web = proxyOf(fleet).haproxy.frontends.find(({ name }) => name === "web");
    expect(web?.leadsTo.map(({ name }) => name)).toEqual(["api", "old", "shop"]);
  });

  it("bring what a storm sends to the backends, half of it each where two lead to one", () => {
    const fleet = routed();
    const [storm] = fleet.storms;
    if (storm === undefined) throw new Error("there is no storm");
    const proxy = proxyOf(fleet);
    const share = (name: string) => stormShare(storm, proxy, listenerOf(fleet, name));
    expect([share("shop"), share("api"), share("old")]).toEqual([0.6, 0.4, 0]);
    const fronts = proxy.haproxy.frontends.map((one) => frontendShare(storm, proxy, one));
    expect(fronts.map((one) => Number(one.toFixed(6)))).toEqual([0.2, 0.8]);
    expect(frontendsTo(proxy.haproxy, listenerOf(fleet, "api"))).toHaveLength(2);
  });

  it("bound the connections of all their backends together", () => {
    const tight = found(routed("maxconn: 500", "maxconn: 12"), "capacity/queue-room");
    expect(tight).toMatchObject([
      { subject: "web", figures: { room: 12 }, at: { path: "haproxy.frontends.web.maxconn" } },
    ]);
    expect(found(routed(), "capacity/queue-room")).toEqual([]);
  });

  it("bound them in simulation, too, which serves all of them with one queue a backend", () => {
    const answered = (fleet: Fleet) => {
      const result = simulate(fleet, { runs: 2 });
      if (!result.ok) throw new Error(result.reason);
      return result.prediction;
    };
    const free = answered(routed());
    expect(free.answered.mean).toBe(1);
    // 0.8 of 20 busy slots on average go through it.
    const tight = answered(routed("maxconn: 500", "maxconn: 8"));
    expect(tight.wait.p50.mean).toBeGreaterThan(free.wait.p50.mean * 2);
  });

  it("share no address with another", () => {
    const twice = found(routed('bind: ":81"', 'bind: ":80"'), "haproxy/duplicate-bind");
    expect(twice).toMatchObject([{ subject: "web", figures: { address: ":80" } }]);
  });
});

describe("the lines of a backend", () => {
  it("are of the hosts of its service, in a role of their own, and of servers elsewhere", () => {
    const lines = listenerOf(routed(), "api").lines.map(({ server, role, service, settings }) => [
      server.name,
      server.address,
      role,
      service?.name,
      settings.port,
    ]);
    expect(lines).toEqual([
      ["api1", "api1", "active", "api", 8000],
      ["api2", "api2", "backup", "api", 8000],
      ["far", "10.9.0.1", "backup", undefined, 8080],
    ]);
  });

  it("are none without a service and hosts", () => {
    expect(listenerOf(routed(), "old").lines).toEqual([]);
    expect(found(routed(), "hygiene/listener-without-servers")).toEqual([]);
  });
});

describe("routes that can't be", () => {
  const wrong = (from: string, to: string): readonly string[] => problemsOf(load(ROUTED.replace(from, to)));
  it.each([
    [
      "to no backend",
      "default_backend: shop",
      "default_backend: shap",
      /^schema\/reference .*shap.*did you mean shop/,
    ],
    [
      "to none by a raw line",
      "use_backend old",
      "use_backend odd",
      /^schema\/reference .*odd.*did you mean old/,
    ],
    [
      "a server without an address",
      'far: { address: "10.9.0.1:8080", backup: true }',
      "far: { backup: true }",
      /^schema\/reference .*far/,
    ],
    [
      "a host with an address elsewhere",
      "api2: { backup: true }",
      "api2: { address: 10.0.0.1 }",
      /^schema\/value .*api2 has an address/,
    ],
    [
      "nothing that clients connect to",
      /\n {2}frontends:[\s\S]*?(?=\n {2}backends:)/.exec(ROUTED)?.[0] ?? "",
      "",
      /^schema\/required .*clients connect/,
    ],
    ["a storm to a frontend", "to: { shop: 60%, api: 40% }", "to: web", /^schema\/reference .*web/],
    ["an unknown key of a frontend", "maxconn: 500", "maxcon: 500", /^schema\/unknown-key .*maxcon/],
    [
      "a key of servers in a frontend",
      "maxconn: 500",
      "balance: roundrobin",
      /^schema\/unknown-key .*balance/,
    ],
  ])("%s", (_what, from, to, expected) => {
    expect(wrong(from, to)).toEqual([expect.stringMatching(expected)]);
  });

  it("a name for a listen section and a backend", () => {
    const listeners =
      '  listeners: { shop: { bind: ":90", hosts: [web1], server: { port: 80 } } }\n  backends:';
    expect(wrong("  backends:", listeners)).toEqual([expect.stringMatching(/^schema\/value .*shop/)]);
  });
});
