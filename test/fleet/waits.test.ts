import { describe, expect, it } from "vitest";
import { descriptors } from "../../src/fleet/descriptors.js";
import { longestWait } from "../../src/fleet/longest-wait.js";
import { placesOfProxies } from "../../src/fleet/places.js";
import { proxyGroups } from "../../src/fleet/proxy-groups.js";
import { parallelOf, patience, queues } from "../../src/fleet/queue.js";
import { longestRequest } from "../../src/fleet/reload.js";
import { limitFor, shareOver } from "../../src/fleet/service-time.js";
import { detectionTime, fall, recoveryTime, retries, rise } from "../../src/fleet/timeouts.js";
import { unsetTimeout } from "../../src/fleet/unset-timeout.js";
import { leastWaitLimit } from "../../src/fleet/wait-limit.js";
import { listener, placedOf, proxyOf, small } from "./small.js";

const defaults = (settings: string) => `haproxy: { defaults: { ${settings} } }`;

describe("the longest wait for an answer", () => {
  const parts = (text: string) => {
    const wait = longestWait(placedOf(small(text)));
    return wait && [wait.queue, wait.tries, wait.connecting, wait.server, wait.total, wait.origin.path];
  };

  it.each([
    [
      "in the queue, for a connection, at the server",
      "",
      [30_000, 4, 20_000, 50_000, 100_000, "haproxy.defaults.timeout.server"],
    ],
    [
      "not in a queue that nothing fills",
      listener("server: { maxconn: null }"),
      [0, 4, 20_000, 50_000, 70_000, "haproxy.defaults.timeout.server"],
    ],
    [
      "for one try only",
      listener("retries: 0"),
      [30_000, 1, 5000, 50_000, 85_000, "haproxy.defaults.timeout.server"],
    ],
    [
      "most of it for a connection",
      defaults("timeout: { connect: 13s }"),
      [30_000, 4, 52_000, 50_000, 132_000, "haproxy.defaults.timeout.connect"],
    ],
    [
      "most of it in the queue",
      listener("timeout: { queue: 60s }"),
      [60_000, 4, 20_000, 50_000, 130_000, "haproxy.listeners.mirror-lists.timeout.queue"],
    ],
    [
      "for three tries more by default",
      defaults("retries: null"),
      [30_000, 4, 20_000, 50_000, 100_000, "haproxy.defaults.timeout.server"],
    ],
    ["without limit at the server", defaults("timeout: { server: null }"), undefined],
    ["without limit for a connection", defaults("timeout: { connect: null }"), undefined],
    ["without limit at all", defaults("timeout: { connect: null, server: null, queue: null }"), undefined],
  ])("is %s", (_what, text, expected) => {
    expect(parts(text)).toEqual(expected);
  });
});

describe("the longest request that a reload may meet", () => {
  const rest = (settings: string) => `haproxy: { listeners: { rest: { bind: ":81", ${settings} } } }`;
  const longest = (text: string) => {
    const found = longestRequest(proxyOf(small(text)).haproxy);
    return found && [found.listener.name, found.queue, found.server, found.total];
  };

  it.each([
    ["is in the queue and at the server", "", ["mirror-lists", 30_000, 50_000, 80_000]],
    [
      "is at the server where nothing queues",
      listener("server: { maxconn: null }"),
      ["mirror-lists", 0, 50_000, 50_000],
    ],
    [
      "is that of the slowest listener",
      rest("timeout: { server: 90s }, server: { port: 80 }"),
      ["rest", 0, 90_000, 90_000],
    ],
    [
      "is not that of a faster one",
      rest("timeout: { server: 60s }, server: { port: 80 }"),
      ["mirror-lists", 30_000, 50_000, 80_000],
    ],
    [
      "is that of the first of equals",
      rest("timeout: { server: 80s }, server: { port: 80 }"),
      ["mirror-lists", 30_000, 50_000, 80_000],
    ],
    ["is none in TCP mode", defaults("mode: tcp"), undefined],
    ["is not known without timeout server", defaults("timeout: { server: null }"), undefined],
    ["is not known of a queue without limit", defaults("timeout: { queue: null, connect: null }"), undefined],
  ])("%s", (_what, text, expected) => {
    expect(longest(text)).toEqual(expected);
  });
});

describe("the queue of a listener", () => {
  it("takes as many requests at a time as the active servers' maxconn adds up to", () => {
    expect(parallelOf(placedOf(small(listener("servers: { app2: { maxconn: 3 } }"))))).toBe(43);
    expect(parallelOf(placedOf(small(listener("servers: { app1: { maxconn: 0 } }"))))).toBeNull();
    expect(parallelOf(placedOf(small(listener("servers: { app3: { maxconn: 0 } }"))))).toBeNull();
  });

  it("is there where one server line bounds its requests", () => {
    expect(
      queues(placedOf(small(listener("server: { maxconn: 0 }, servers: { app2: { maxconn: 3 } }")))),
    ).toBe(true);
    expect(queues(placedOf(small(listener("server: { maxconn: null, minconn: 3 }"))))).toBe(true);
    expect(queues(placedOf(small(listener("server: { maxconn: null }"))))).toBe(false);
  });

  it("is left by clients at the end of their patience, or when they ask again", () => {
    const storm = (text: string) => small(`storms: { spike: { ${text} } }`).storms.map(patience);
    expect(storm("patience: 9s, every: 70s")).toEqual([9000]);
    expect(storm("patience: null, every: 70s")).toEqual([70_000]);
    expect(storm("patience: null")).toEqual([undefined]);
  });
});

describe("the limit of a wait for a slot", () => {
  const rest = (queue: string) =>
    `haproxy: { listeners: { rest: { bind: ":81", slots: mirrorlist, timeout: { queue: ${queue} }, server: { port: 80, maxconn: 1 } } } }`;
  const leastOf = (text: string) => {
    const fleet = small(text);
    const [storm] = fleet.storms;
    if (storm === undefined) throw new Error("there is no storm");
    return leastWaitLimit(fleet, storm, "active");
  };

  it("is the least of all listeners", () => {
    expect(leastOf(rest("10s"))?.value).toBe(10_000);
    expect(leastOf(rest("40s"))?.value).toBe(30_000);
    expect(leastOf(rest("30s"))?.origin.path).toBe("haproxy.defaults.timeout.queue");
    expect(leastOf(listener("slots: null"))).toBeUndefined();
  });

  it("is that of the listeners which a storm comes to", () => {
    expect(leastOf(`${rest("10s")}\nstorms: { spike: { to: mirror-lists } }`)?.value).toBe(30_000);
    expect(leastOf(`${rest("40s")}\nstorms: { spike: { to: rest } }`)?.value).toBe(40_000);
  });
});

describe("a health check's times", () => {
  const times = (settings: string) => {
    const placed = placedOf(small(listener(`server: { ${settings} }`)));
    const [line] = placed.listener.lines;
    return line && [rise(line), fall(line), detectionTime(placed.listener, line), recoveryTime(line)];
  };

  it.each([
    // 5 + 5 + 2 x (5 + 5) s, and 5 + 5 s.
    ["as set", "rise: 2, fall: 3", [2, 3, 30_000, 10_000]],
    ["by default", "rise: null, fall: null", [2, 3, 30_000, 10_000]],
    ["with more of them", "rise: 4, fall: 5", [4, 5, 50_000, 20_000]],
    ["faster in doubt", "fastinter: 1s", [2, 3, 5000 + 5000 + 2 * 6000, 6000]],
    ["slower when down", "downinter: 20s", [2, 3, 30_000, 25_000]],
  ])("are %s", (_what, settings, expected) => {
    expect(times(settings)).toEqual(expected);
  });

  it("are beside the tries to connect: three more by default", () => {
    expect(retries(placedOf(small(defaults("retries: null"))).listener)).toBe(3);
    expect(retries(placedOf(small(defaults("retries: 7"))).listener)).toBe(7);
  });
});

describe("the listeners without a timeout", () => {
  const rest = (name: string) => `${name}: { bind: ":8${name.length}", server: { port: 80 } }`;
  const unset = (text: string) => {
    const fleet = small(text);
    const [group] = proxyGroups(fleet);
    const found = group && unsetTimeout(group, "client", group.haproxy.listeners);
    return found && [found.names, found.at.path];
  };
  const without = (listeners: string) =>
    `haproxy: { defaults: { timeout: { client: null } }, listeners: { ${listeners} } }`;

  it.each([
    ["are none", "", undefined],
    [
      "are one, at the listener",
      `haproxy: { defaults: { timeout: null }, listeners: { ${rest("b")}, mirror-lists: { timeout: { client: 9s } } } }`,
      ["b", "haproxy.listeners.b.timeout.client"],
    ],
    [
      "are two, at defaults, which may have no timeouts either",
      `haproxy: { defaults: { timeout: null }, listeners: { ${rest("b")} } }`,
      ["b and 1 more listener", "haproxy.defaults.timeout.client"],
    ],
    [
      "are two, at defaults",
      without(rest("b")),
      ["b and 1 more listener", "haproxy.defaults.timeout.client"],
    ],
    [
      "are three, at defaults",
      without(`${rest("b")}, ${rest("cc")}`),
      ["b and 2 more listeners", "haproxy.defaults.timeout.client"],
    ],
    [
      "are none where a raw line sets it",
      without('mirror-lists: { directives: ["timeout client 9s"] }'),
      undefined,
    ],
    [
      "are there where a raw line sets another",
      without('mirror-lists: { directives: ["timeout client-fin 9s"] }'),
      ["mirror-lists", expect.stringContaining("timeout.client")],
    ],
  ])("%s", (_what, text, expected) => {
    expect(unset(text)).toEqual(expected);
  });
});

describe("the time that requests take", () => {
  const storm = (distribution: string) => {
    const given = distribution === "" ? "" : `, distribution: ${distribution}`;
    const [found] = small(`storms: { spike: { service_time: { mean: 2s${given} } } }`).storms;
    if (found === undefined) throw new Error("there is no storm");
    return found;
  };

  it.each([
    ["exponential", 2000, Math.exp(-1)],
    ["", 2000, Math.exp(-1)],
    ["exponential", 0, 1],
    ["exponential", -9000, 1],
    ["fixed", 1999, 1],
    ["fixed", 2000, 0],
    ["fixed", 0, 1],
  ])("%s, is over %i ms in a share of %f", (distribution, limit, share) => {
    expect(shareOver(limit, storm(distribution))).toBeCloseTo(share, 10);
  });

  it.each([
    ["exponential", 400, 2000 * Math.log(400)],
    ["exponential", 1, 2000],
    ["exponential", 0, 2000],
    ["fixed", 400, 2000],
  ])("%s, is for all of %i within %f ms", (distribution, requests, limit) => {
    expect(limitFor(1 / Math.max(requests, 1), storm(distribution))).toBeCloseTo(limit, 6);
  });
});

describe("the files that HAProxy needs", () => {
  const needed = (text: string) => descriptors(proxyOf(small(text)).haproxy, 1000);

  it.each([
    [
      "for connections, checks, addresses and itself",
      "",
      { connections: 2000, pipes: 0, checks: 5, listening: 1, own: 23, total: 2029 },
    ],
    ["for no check that is not asked for", listener("server: { check: false }"), { checks: 0, total: 2024 }],
    [
      "for checks by a raw line",
      listener("server: { check: false }, directives: [default-server check]"),
      { checks: 5 },
    ],
    ["for checks of some", listener("servers: { app1: { check: false } }"), { checks: 4 }],
    ["for pipes", "haproxy: { global: { maxpipes: 10 } }", { pipes: 20, total: 2049 }],
    ["for each address", listener('bind: [":80", ":81"]'), { listening: 2, total: 2030 }],
    ["for each thread", "haproxy: { global: { nbthread: 4 } }", { own: 32, total: 2038, enough: 2038 }],
    ["for 64 threads where their number is not set", "", { enough: 2029 + 3 * 63 }],
  ])("are %s", (_what, text, expected) => {
    expect(needed(text)).toMatchObject(expected);
  });
});

describe("the places of the proxies", () => {
  it("are maxconn on all active servers, for each process", () => {
    const text = 'haproxy: { version: "2.4" }\nproxies: { proxy1: { haproxy: { global: { nbproc: 3 } } } }';
    expect(
      placesOfProxies(small(text), "mirrorlist")?.map(({ proxy, places, share }) => [
        proxy.name,
        places,
        share,
      ]),
    ).toEqual([
      ["proxy1", 180, 0.75],
      ["proxy2", 60, 0.25],
    ]);
  });
});
