import { describe, expect, it } from "vitest";
import { simulate } from "../../src/api/library.js";
import { stormShare } from "../../src/fleet/storm-share.js";
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

describe("a storm with an address", () => {
  it.each([
    ["to: metalinks", { "mirror-lists": 0, metalinks: 1 }],
    ["to: { mirror-lists: 75%, metalinks: 25% }", { "mirror-lists": 0.75, metalinks: 0.25 }],
    ["patience: 60s", { "mirror-lists": 0.5, metalinks: 0.5 }],
  ])("%s: comes to each listener of the proxies by its share", (to, shares) => {
    const found = sharesOf(to);
    for (const [name, share] of Object.entries(shares)) expect(found[name]).toBeCloseTo(share);
  });

  it("comes to the proxies that have the listener, by their traffic", () => {
    const fleet = small(
      `proxies: { proxy1: { traffic: 60%, haproxy: { listeners: { ${METALINKS} } } } }\nstorms: { spike: { to: metalinks } }`,
    );
    const [storm] = fleet.storms;
    const shares = fleet.proxies.flatMap((proxy) =>
      proxy.haproxy.listeners.flatMap((listener) =>
        storm !== undefined && listener.name === "metalinks" ? [stormShare(storm, proxy, listener)] : [],
      ),
    );
    expect(shares).toEqual([1]);
  });

  it("is the same to the rules' arithmetic and to the simulator", () => {
    const fleet = fleetWith(
      "requests: 1000, arrivals: spike, over: null, to: { mirror-lists: 90%, metalinks: 10% }",
    );
    const [known] = stormForecasts(fleet);
    expect(known?.tier.fronts.map(({ count, share }) => count * share)).toEqual([
      expect.closeTo(0.1),
      expect.closeTo(0.9),
    ]);
    const simulated = simulate(fleet, { runs: 5 });
    if (!simulated.ok) throw new Error(simulated.reason);
    expect(simulated.prediction.leftOut.join(" ")).not.toMatch(/split evenly/);
  });

  it("is split evenly by the simulator, too, where it has none, and the simulator says so", () => {
    const simulated = simulate(fleetWith("patience: 60s"), { runs: 1 });
    if (!simulated.ok) throw new Error(simulated.reason);
    expect(simulated.prediction.leftOut.join(" ")).toMatch(/metalinks, mirror-lists .*split evenly/);
  });

  it.each([
    ["to: metalink", "metalink", "write metalinks"],
    ["to: { mirror-lists: 50%, metalinks: 40% }", "90 %", "100 %"],
    ["to: { mirror-lists: half }", "half", "60%"],
    ["to: []", "[]", "listener"],
  ])("is refused where it leads nowhere: %s", (to, what, fix) => {
    const loaded = loadOnBase(`haproxy: { listeners: { ${METALINKS} } }\nstorms: { spike: { ${to} } }`);
    if (loaded.ok) throw new Error("it is taken");
    expect(problemsOf(loaded).join("\n")).toContain(what);
    expect(JSON.stringify(loaded.findings)).toContain(fix);
    expect(loaded.findings[0]?.at?.path).toMatch(/^storms\.spike\.to/);
  });
});
