import { describe, expect, it } from "vitest";
import { allRules, builtIn } from "../../src/api/built-in.js";
import { simulate } from "../../src/api/library.js";
import type { Fleet } from "../../src/fleet/fleet.js";
import { splitListeners, stormShare } from "../../src/fleet/storm-share.js";
import { validate } from "../../src/rules/validate.js";
import { prepare } from "../../src/simulate/simulate.js";
import { stormForecasts } from "../../src/storm/storms.js";
import { loadOnBase, problemsOf } from "../inventory/from-text.js";
import { small } from "./small.js";

const METALINKS =
  'metalinks: { bind: "0.0.0.0:10003", slots: mirrorlist, balance: leastconn, server: { port: 80, maxconn: 10 } }';

const fleetWith = (to: string) =>
  small(`haproxy: { listeners: { ${METALINKS} } }\nstorms: { spike: { ${to} } }`);

const sharesOf = (to: string): Readonly<Record<string, number>> => {
  const { proxies, storms } = fleetWith(to);
  const [storm] = storms;
  if (storm === undefined) throw new Error("there is no storm");
  const shares: Record<string, number> = {};
  for (const proxy of proxies)
    for (const listener of proxy.haproxy.listeners)
      shares[listener.name] = (shares[listener.name] ?? 0) + stormShare(storm, proxy, listener);
  return shares;
};

/** By proxy that has the listener, the share of the storm that comes to it there. */
const sharesAt = ({ proxies, storms: [storm] }: Fleet, name: string): Readonly<Record<string, number>> =>
  Object.fromEntries(
    proxies.flatMap((proxy) =>
      proxy.haproxy.listeners.flatMap((listener) =>
        storm !== undefined && listener.name === name
          ? [[proxy.name, stormShare(storm, proxy, listener)]]
          : [],
      ),
    ),
  );

const judged = (fleet: Fleet): readonly string[] =>
  validate(fleet, { today: "2026-12-01", rules: allRules }).findings.map(({ rule }) => rule);

describe("a storm with an address", () => {
  it.each([
    ["to: metalinks", { "mirror-lists": 0, metalinks: 1 }],
    ["to: { mirror-lists: 75%, metalinks: 25% }", { "mirror-lists": 0.75, metalinks: 0.25 }],
    ["to: { mirror-lists: { share: 75% }, metalinks: {} }", { "mirror-lists": 0.75, metalinks: 0.25 }],
    ["to: { mirror-lists: 66.6%, metalinks: 33.3% }", { "mirror-lists": 2 / 3, metalinks: 1 / 3 }],
    ["patience: 60s", { "mirror-lists": 0.5, metalinks: 0.5 }],
  ])("%s: comes to each listener of the proxies by its share", (to, shares) => {
    const found = sharesOf(to);
    for (const [name, share] of Object.entries(shares)) expect(found[name]).toBeCloseTo(share);
  });

  it("comes to the proxies that have the listener, by their traffic", () => {
    const own = (name: string, traffic: string) =>
      `${name}: { traffic: ${traffic}, haproxy: { listeners: { ${METALINKS} } } }`;
    const fleet = small(
      `proxies: { ${own("proxy1", "60%")}, proxy2: null, ${own("proxy3", "20%")}, proxy4: { traffic: 20%, memory: 4GiB, nofile: 8192 } }\nstorms: { spike: { to: metalinks } }`,
    );
    expect(sharesAt(fleet, "metalinks")).toEqual({
      proxy1: expect.closeTo(0.75),
      proxy3: expect.closeTo(0.25),
    });
    expect(Object.values(sharesAt(fleet, "mirror-lists"))).toEqual([0, 0, 0]);
  });

  it("is split by each proxy over what it has, where it does not say", () => {
    const fleet = small(
      `proxies: { proxy1: { traffic: 60%, haproxy: { listeners: { ${METALINKS} } } } }\nstorms: { spike: {} }`,
    );
    expect(sharesAt(fleet, "metalinks")).toEqual({ proxy1: expect.closeTo(0.3) });
    expect(sharesAt(fleet, "mirror-lists")).toEqual({
      proxy1: expect.closeTo(0.3),
      proxy2: expect.closeTo(0.4),
    });
    expect(splitListeners(fleet)).toEqual(["metalinks", "mirror-lists"]);
  });

  it("is split over nothing, where each proxy has one listener for it", () => {
    const fleet = small(
      `proxies: { proxy1: { traffic: 60%, haproxy: { listeners: { mirror-lists: null, ${METALINKS} } } } }`,
    );
    expect(splitListeners(fleet)).toEqual([]);
    expect(judged(fleet)).not.toContain("hygiene/storm-address");
  });

  it("is the same to the rules' arithmetic and to the simulator", () => {
    const fleet = fleetWith("to: { mirror-lists: 90%, metalinks: 10% }");
    const [known] = stormForecasts(fleet);
    const prepared = prepare(fleet, {}, builtIn.runtimes);
    if (known === undefined || !prepared.ok) throw new Error("there is nothing to compare");
    const byRules = new Map<string, number>();
    known.tier.fronts.forEach(({ count, share }, at) => {
      const name = known.fronts[at]?.placed.listener.name ?? "";
      byRules.set(name, (byRules.get(name) ?? 0) + count * share);
    });
    const simulated = new Map<string, number>();
    for (const { listeners } of prepared.plan.proxies)
      for (const { name, share } of listeners) simulated.set(name, (simulated.get(name) ?? 0) + share);
    expect(Object.fromEntries(simulated)).toEqual({
      "mirror-lists": expect.closeTo(0.9),
      metalinks: expect.closeTo(0.1),
    });
    expect(Object.fromEntries(byRules)).toEqual(Object.fromEntries(simulated));
  });

  it.each([
    ["to: metalinks", true],
    ["to: mirror-lists", false],
    ["to: { mirror-lists: 99.99%, metalinks: 0.01% }", false],
    ["patience: 60s", true],
  ])(
    "%s: fails where it goes to the listener that can't hold it, in rules as in the simulator",
    (to, fails) => {
      const narrow = METALINKS.replace("maxconn: 10", "maxconn: 1").replace(
        "balance",
        "timeout: { queue: 1s }, balance",
      );
      const fleet = small(`haproxy: { listeners: { ${narrow} } }\nstorms: { spike: { ${to} } }`);
      const simulated = simulate(fleet, { runs: 5 });
      if (!simulated.ok) throw new Error(simulated.reason);
      expect(simulated.prediction.answered.mean < 0.99).toBe(fails);
      expect(judged(fleet).includes("haproxy/queue-timeout")).toBe(fails);
    },
  );

  it("is split evenly where it has none, and the simulator says so", () => {
    const saysSo = (to: string): boolean => {
      const simulated = simulate(fleetWith(to), { runs: 1 });
      if (!simulated.ok) throw new Error(simulated.reason);
      return /metalinks, mirror-lists .*split evenly/.test(simulated.prediction.leftOut.join(" "));
    };
    expect(saysSo("patience: 60s")).toBe(true);
    expect(saysSo("to: { mirror-lists: 90%, metalinks: 10% }")).toBe(false);
  });

  it("counts the connections of all its listeners where the process limits them", () => {
    const rooms = (to: string, limit: string) =>
      judged(
        small(
          `haproxy: { global: { maxconn: ${limit} }, listeners: { ${METALINKS} } }\nstorms: { spike: { requests: 2000, arrivals: spike, over: null, ${to} } }`,
        ),
      ).filter((rule) => rule === "capacity/queue-room").length;
    // Of 2,000 each of 2 proxies has 1,000, half of them on each listener.
    expect(rooms("to: { mirror-lists: 50%, metalinks: 50% }", "1000")).toBe(0);
    expect(rooms("to: { mirror-lists: 50%, metalinks: 50% }", "990")).toBe(1);
    expect(rooms("to: metalinks", "990")).toBe(1);
  });

  it("keeps the checks of a listener that it does not come to", () => {
    const checked = METALINKS.replace("maxconn: 10", "check: true, inter: 1s, fall: 1");
    const busy = "requests: 4000, over: 20s, service_time: { mean: 4s }";
    const crowded = "server: { maxconn: null }";
    const fleet = small(
      `haproxy: { listeners: { ${checked}, mirror-lists: { ${crowded} } } }\nstorms: { spike: { to: mirror-lists, ${busy} } }`,
    );
    const [known] = stormForecasts(fleet);
    expect(known?.fronts.map(({ placed }) => placed.listener.name)).toEqual(["metalinks", "mirror-lists"]);
    expect(known?.tier.fronts.map(({ share }) => share > 0)).toEqual([false, true]);
  });

  it("says nothing of app servers that it does not come to", () => {
    const narrow = METALINKS.replace("maxconn: 10", "maxconn: 50").replace(
      "balance",
      "hosts: [app1], balance",
    );
    const hosts = (to: string) => {
      const fleet = small(`haproxy: { listeners: { ${narrow} } }\nstorms: { spike: { ${to} } }`);
      return stormForecasts(fleet).flatMap(({ groups }) => groups.flatMap(({ hosts: some }) => some));
    };
    expect(hosts("to: metalinks")).toEqual(["app1"]);
    expect(hosts("to: mirror-lists").length).toBeGreaterThan(1);
  });

  it.each([
    ["to: metalink", "schema/reference storms.spike.to", "write metalinks"],
    ["to: { metalink: 100% }", "schema/reference storms.spike.to.metalink", "write metalinks"],
    ["to: { mirror-lists: 50%, metalinks: 40% }", "schema/value storms.spike.to", "100 %"],
    ["to: { mirror-lists: 80%, metalinks: 40% }", "schema/value storms.spike.to", "100 %"],
    ["to: { mirror-lists: 120%, metalinks: {} }", "schema/value storms.spike.to", "100 %"],
    ["to: { mirror-lists: half, metalinks: {} }", "schema/value storms.spike.to.mirror-lists", "60%"],
    ["to: { mirror-lists: 40, metalinks: {} }", "schema/value storms.spike.to.mirror-lists", "60%"],
    [
      "to: { mirror-lists: {}, metalinks: {} }",
      "schema/required storms.spike.to.metalinks",
      "metalinks: 20%",
    ],
    ["to: { mirror-lists: { part: 60% } }", "schema/unknown-key storms.spike.to.mirror-lists", "share"],
    ["to: {}", "schema/value storms.spike.to", "100 %"],
    ["to: []", "schema/value storms.spike.to", "listener"],
    ['to: ""', "schema/value storms.spike.to", "listener"],
    ["to: unslotted", "schema/reference storms.spike.to", "write slots in unslotted, or metalinks here"],
    ["to: nowhere", "schema/reference storms.spike.to", "raise traffic"],
  ])("is refused at its place where it leads nowhere: %s", (to, where, fix) => {
    const others = `unslotted: { bind: ":81", server: { port: 80 } }`;
    const idle = `proxies: { proxy9: { traffic: 0%, memory: 4GiB, haproxy: { listeners: { ${METALINKS.replaceAll("metalinks", "nowhere")} } } } }`;
    const loaded = loadOnBase(
      `${idle}\nhaproxy: { listeners: { ${METALINKS}, ${others} } }\nstorms: { spike: { ${to} } }`,
    );
    if (loaded.ok) throw new Error("it is taken");
    expect(loaded.findings.map(({ rule, at }) => `${rule} ${at.path}`)).toEqual([where]);
    expect(loaded.findings[0]?.fix).toContain(fix);
  });

  it("is set from outside", () => {
    const loaded = loadOnBase(`haproxy: { listeners: { ${METALINKS} } }`, [
      "storms.spike.to.mirror-lists=30%",
      "storms.spike.to.metalinks.share=70%",
    ]);
    if (!loaded.ok) throw new Error(problemsOf(loaded).join("\n"));
    expect(Object.values(sharesAt(loaded.fleet, "metalinks")).reduce((a, b) => a + b, 0)).toBeCloseTo(0.7);
  });
});
