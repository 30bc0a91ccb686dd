import { describe, expect, it } from "vitest";
import { simulate } from "../../src/api/library.js";
import type { Fleet } from "../../src/fleet/fleet.js";
import { flow } from "../../src/storm/flow.js";
import { tierOf } from "../../src/storm/of-fleet.js";
import { stormForecasts } from "../../src/storm/storms.js";
import { waitForSlot } from "../../src/storm/what-if.js";
import { randomFleet } from "../../tools/agree/main.js";
import { small } from "../fleet/small.js";

const only = (fleet: Fleet) => {
  const [known] = stormForecasts(fleet);
  if (known === undefined) throw new Error("the fleet has no storm");
  return known;
};

const storm = (text: string) => small(`storms: { spike: { ${text} } }`);

describe("what becomes of a storm", () => {
  it("waits as arithmetic has it where all come at once: (3000 - 120) / 120 s on 2 proxies x 3 servers x maxconn 20", () => {
    const { tier } = only(storm("requests: 3000, arrivals: spike, over: null"));
    const exact = ((3000 - 120) / 120) * 1000;
    expect(waitForSlot(tier) / exact).toBeGreaterThan(0.98);
    expect(waitForSlot(tier) / exact).toBeLessThan(1.02);
  });

  it("is no wait where it comes as slowly as it is served: 900 requests in 60 s, 500 ms each, are 7.5 at a time", () => {
    const { forecast } = only(storm("requests: 900, over: 60s, service_time: { mean: 500ms }"));
    expect(forecast.failed).toBeLessThan(1e-6);
    expect(forecast.typical.fronts.every(({ wait }) => wait === 0)).toBe(true);
  });

  it("loses what timeout queue leaves no time for: of 6,000 at once those past 30 s and the first 120", () => {
    const { forecast } = only(
      storm("requests: 6000, arrivals: spike, over: null, service_time: { mean: 1s }"),
    );
    const exact = (6000 - 120 - 30 * 120) / 6000;
    expect(Math.abs(forecast.lost.queue - exact)).toBeLessThan(0.02);
  });

  it.each([
    ["requests: 3000, arrivals: spike, over: null, patience: 25s", ""],
    ["requests: 3000, arrivals: spike, over: null, patience: 10s", ""],
    [
      "requests: 1200, over: 40s, service_time: { mean: 700ms }",
      "server: { maxconn: 4 }, timeout: { queue: 1s }",
    ],
    [
      "requests: 1330, over: 40s, service_time: { mean: 700ms, distribution: fixed }",
      "server: { maxconn: 4 }, timeout: { queue: 1s }",
    ],
  ])("loses as many as the simulator, by patience and by chance: %s %s", (load, listener) => {
    const fleet = small(
      `haproxy: { listeners: { mirror-lists: { ${listener} } } }\nstorms: { spike: { ${load} } }`,
    );
    const simulated = simulate(fleet, { runs: 20 });
    if (!simulated.ok) throw new Error(simulated.reason);
    const failed = 1 - simulated.prediction.answered.mean;
    expect(failed).toBeGreaterThan(0.005);
    expect(Math.abs(only(fleet).forecast.failed - failed)).toBeLessThan(0.01 + failed / 10);
  });

  it("loses no more than there is, and no more to a faster run", () => {
    for (let seed = 1; seed <= 150; seed++) {
      const fleet = randomFleet(seed);
      for (const { forecast, storm: of } of stormForecasts(fleet)) {
        const shares = [...Object.values(forecast.lost), ...forecast.fronts, forecast.least.failed];
        for (const share of shares) {
          expect(share).toBeGreaterThanOrEqual(0);
          expect(share, `seed ${seed}`).toBeLessThanOrEqual(1.01);
        }
        const placed = tierOf(fleet, of, "active");
        // A fast run replaces processes sooner.
        if (
          placed === undefined ||
          placed.tier.groups.some(({ replacedAfter }) => replacedAfter < of.requests)
        )
          continue;
        const lost = (slower: number) => {
          const { queue, server, backlog, gone } = flow(placed.tier, slower).lost;
          return queue + server + backlog + gone;
        };
        expect(lost(0.5), `seed ${seed}`).toBeLessThanOrEqual(lost(1) + of.requests * 0.01);
      }
    }
  });
});
