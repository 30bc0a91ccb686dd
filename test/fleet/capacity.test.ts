import { describe, expect, it } from "vitest";
import {
  demand,
  drainTime,
  fittingMaxconn,
  slots,
  stormDemand,
  worstStorm,
} from "../../src/fleet/capacity.js";
import type { Fleet, Storm } from "../../src/fleet/fleet.js";
import type { HostGroup } from "../../src/fleet/host-groups.js";
import { hostGroups } from "../../src/fleet/host-groups.js";
import { lineMaxconn } from "../../src/fleet/server-lines.js";
import { tier, tierGroups } from "../../src/fleet/tier.js";
import { listener, placedOf, serviceOf, small } from "./small.js";

const groupOf = (fleet: Fleet, host = "app1"): HostGroup => {
  const found = hostGroups(fleet).find(({ hosts }) => hosts.includes(host));
  if (found === undefined) throw new Error(`${host} is in no group`);
  return found;
};
const stormOf = (fleet: Fleet): Storm => {
  const storm = worstStorm(fleet);
  if (storm === undefined) throw new Error("there is no storm");
  return storm;
};
const second = (settings: string) => `haproxy: { listeners: { wiki: { bind: ":81", ${settings} } } }`;
const TAKES_SLOTS = "slots: mirrorlist, server: { port: 80, maxconn: 3 }";

describe("the slots of an app server", () => {
  it("are processes x threads", () => {
    expect(slots(serviceOf(small("mirrorlist: { wsgi: { processes: 9, threads: 4 } }")))).toBe(36);
  });
});

describe("what the proxies may send to an app server", () => {
  it.each([
    ["maxconn of each proxy", "", 40, 2, 2, "2 proxies x maxconn 20"],
    [
      "no check where none is asked for",
      listener("server: { check: false }"),
      40,
      0,
      2,
      "2 proxies x maxconn 20",
    ],
    ["one proxy by its name", "proxies: { proxy2: null }", 20, 1, 1, "proxy1 x maxconn 20"],
    [
      "each process, in versions that have nbproc",
      'haproxy: { version: "2.4", global: { nbproc: 3 } }',
      120,
      6,
      6,
      "2 proxies x nbproc 3 x maxconn 20",
    ],
    [
      "proxies that differ, one by one",
      "proxies: { proxy1: { haproxy: { listeners: { mirror-lists: { server: { maxconn: 5 } } } } } }",
      25,
      2,
      2,
      "proxy1 x maxconn 5 + proxy2 x maxconn 20",
    ],
    [
      "every listener that takes the slots",
      second(TAKES_SLOTS),
      46,
      2,
      4,
      "2 proxies x maxconn 20 + 2 proxies x maxconn 3",
    ],
    [
      "no listener that takes none",
      second("server: { port: 80, maxconn: 3 }"),
      40,
      2,
      2,
      "2 proxies x maxconn 20",
    ],
    [
      "no bound where a line has none",
      listener("server: { maxconn: null }"),
      null,
      2,
      2,
      "2 proxies x maxconn not set",
    ],
    [
      "no bound where one of two lines has none",
      `${second(TAKES_SLOTS.replace("3", "0"))}`,
      null,
      2,
      4,
      / x maxconn not set$/,
    ],
    [
      "no bound where the other of two lines has none",
      second(TAKES_SLOTS).replace("listeners: {", "listeners: { mirror-lists: { server: { maxconn: 0 } },"),
      null,
      2,
      4,
      /^2 proxies x maxconn not set \+ /,
    ],
    [
      "minconn, where it is the larger one",
      listener("server: { minconn: 22 }"),
      44,
      2,
      2,
      "2 proxies x maxconn 22",
    ],
  ] as const)("counts %s", (_what, text, requests, checks, processes, sum) => {
    const asked = demand(groupOf(small(text)));
    expect(asked).toMatchObject({ requests, checks, processes });
    if (typeof sum === "string") expect(asked.sum).toBe(sum);
    else expect(asked.sum).toMatch(sum);
  });

  it("has no bound by a maxconn of 0", () => {
    const placed = placedOf(small(listener("server: { maxconn: 0 }")));
    expect(placed.listener.lines.map((line) => lineMaxconn({ line }))).toEqual([
      null,
      null,
      null,
      null,
      null,
    ]);
  });

  it.each([
    ["fits with a check for each process", 45, 21],
    ["is none where the checks alone fill the slots", 3, 0],
    ["is none where there are fewer slots than checks", 1, 0],
  ])("%s", (_what, available, fits) => {
    expect(fittingMaxconn(groupOf(small()), available)).toBe(fits);
  });

  it("fits nothing where nobody sends", () => {
    expect(fittingMaxconn(groupOf(small(listener("hosts: [app2]"))), 45)).toBe(0);
  });
});

describe("the storm to plan for", () => {
  const storms = (text: string) => small(`storms: { spike: null, ${text} }`);
  const storm = (name: string, requests: number, mean: string) =>
    `${name}: { requests: ${requests}, over: 1s, service_time: { mean: ${mean} } }`;

  it.each([
    [
      "has more work in it, not more requests",
      `${storm("many", 100, "1s")}, ${storm("slow", 50, "3s")}`,
      "slow",
    ],
    ["is found wherever it stands", `${storm("slow", 50, "3s")}, ${storm("many", 100, "1s")}`, "slow"],
    ["is the first of equals", `${storm("one", 100, "1s")}, ${storm("two", 50, "2s")}`, "one"],
  ])("%s", (_what, text, worst) => {
    expect(stormOf(storms(text)).name).toBe(worst);
  });

  it("is none where there is none", () => {
    expect(worstStorm(small("storms: null"))).toBeUndefined();
  });

  it.each([
    ["evenly over the active servers", "", "app1", 400 / 3],
    ["evenly over the backups, once they serve", "", "backup1", 200],
    ["over the listeners that take slots", second(TAKES_SLOTS), "app1", 400 / 3],
    ["over no listener that takes none", second("server: { port: 80 }"), "app1", 400 / 3],
    [
      "by half where one of two listeners sends there",
      second(`${TAKES_SLOTS}, hosts: [app2, backup1]`),
      "app1",
      400 / 3 / 2,
    ],
    [
      "by the share of the proxies that send there",
      "proxies: { proxy1: { traffic: 75%, haproxy: { listeners: { mirror-lists: { hosts: [app1, app2] } } } } }",
      "app3",
      100 / 3,
    ],
  ])("reaches a server %s", (_what, text, host, requests) => {
    const fleet = small(text);
    expect(stormDemand(stormOf(fleet), groupOf(fleet, host))).toBeCloseTo(requests);
  });
});

describe("the wait for a slot", () => {
  it.each([
    [90, 45, 2000],
    [-5, 45, 0],
    [0, 45, 0],
    [3, 0, 3000],
  ])("of the last of %i, %i at a time, is %i ms where each takes a second", (waiting, parallel, wait) => {
    expect(drainTime(waiting, parallel, 1000)).toBe(wait);
  });
});

describe("a tier", () => {
  const OWN = "app_servers: { app2: { mirrorlist: { wsgi: { processes: 60 } } } }";

  it("is all app servers of a role, with the largest of them", () => {
    const active = tier(small(OWN), "active");
    expect(active).toMatchObject({ hosts: 3, slots: 45 + 60 + 45 });
    expect(active?.largest.subject.host).toBe("app2");
    expect(tier(small(OWN.replace("60", "30")), "active")?.largest.subject.host).toBe("app1");
    expect(tier(small(), "backup")).toMatchObject({ hosts: 2, slots: 90 });
  });

  it("has the first of the largest", () => {
    // app1 and app2 differ in memory alone.
    const fleet = small("app_servers: { app1: { memory: 5GiB } }");
    expect(tier(fleet, "active")?.largest.subject.host).toBe("app1");
  });

  it("leaves out servers that nobody sends to", () => {
    const fleet = small(listener("hosts: [app1, app2]"));
    expect(tierGroups(fleet, "active").map(({ hosts }) => hosts)).toEqual([["app1", "app2"]]);
    expect(tier(fleet, "backup")).toBeUndefined();
  });
});
