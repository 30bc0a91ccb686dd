import { describe, expect, it } from "vitest";
import { erlangB, erlangC, within } from "./erlang.js";
import { predictWith } from "./small-tier.js";

/** A storm that lasts long enough for the state to settle; times in units of one service, which is a second. */
const steady = (rate: number, distribution: string, lines = "") =>
  predictWith(
    `${lines}
storms: { storm: { requests: 100000, over: ${Math.round(100_000 / rate)}s, service_time: { mean: 1s, distribution: ${distribution} } } }`,
    { runs: 4 },
  );

const slots = (count: number) => `mirrorlist: { wsgi: { processes: ${count} } }`;
const maxconn = (count: number, queue = "1h") =>
  `haproxy: { listeners: { web: { server: { maxconn: ${count} }, timeout: { queue: ${queue} } } } }`;

describe("requests that come at random and wait for one of several slots", () => {
  it.each([
    [1, 0.7],
    [4, 3.2],
    [20, 18],
  ])(
    "wait as Erlang C says, in Apache's backlog and in HAProxy's queue alike: %d slots, load %d",
    (count, load) => {
      const expected = erlangC(count, load) / (count - load);
      const inApache = steady(load, "exponential", slots(count));
      within(inApache.wait.mean.mean, expected + 1, 0.05);
      expect(inApache.queueWait.max.mean).toBe(0);
      const inHaproxy = steady(load, "exponential", `${slots(count)}\n${maxconn(count)}`);
      within(inHaproxy.wait.mean.mean, expected + 1, 0.05);
      within(inHaproxy.queueWait.mean.mean, expected, 0.12);
    },
  );

  it("wait half as long where every service takes the same time (Pollaczek and Khinchine)", () => {
    const load = 0.8;
    const { queueWait } = steady(load, "fixed", maxconn(1));
    within(queueWait.mean.mean, load / (2 * (1 - load)), 0.06);
  });

  it("wait longer where services differ more: the mean is kept by every distribution", () => {
    const idle = (distribution: string) => steady(0.1, distribution, slots(50)).wait.mean.mean;
    for (const distribution of ["fixed", "exponential", "lognormal"]) within(idle(distribution), 1, 0.02);
    const busy = (distribution: string) => steady(0.7, distribution).wait.mean.mean;
    expect(busy("fixed")).toBeLessThan(busy("lognormal"));
    expect(busy("lognormal")).toBeLessThan(busy("exponential"));
  });

  it("are lost as Erlang B says where none may wait", () => {
    const { status } = steady(4, "exponential", `${slots(5)}\n${maxconn(5, "1ms")}`);
    within(status[503].mean, erlangB(5, 4), 0.05);
  });
});
