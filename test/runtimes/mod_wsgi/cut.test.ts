import { describe, expect, it } from "vitest";
import { cutIn, leastRequestTimeout } from "../../../src/runtimes/mod_wsgi/cut.js";
import { wsgiGroups } from "../../../src/runtimes/mod_wsgi/section.js";
import { fleetWith, predictWith } from "../../simulate/small-tier.js";

/** A storm of requests of 9 s on processes of some threads. */
const lines = (storm: string, wsgi: string): string =>
  `mirrorlist: { wsgi: { ${wsgi} } }\nstorms: { storm: { ${storm} } }`;

const cutOf = (text: string) => {
  const fleet = fleetWith(text);
  const [group] = wsgiGroups(fleet);
  const [storm] = fleet.storms;
  if (group === undefined || storm === undefined) throw new Error("there is no service or no storm");
  return cutIn(storm, group);
};

const STORMS = ["75, over: 0s", "30, over: 0s", "300, over: 60s", "150, over: 5s", "900, over: 60s"];
const TIERS = ["processes: 5, threads: 15", "processes: 20, threads: 4", "processes: 60, threads: 1"];
const CASES = ["fixed", "exponential"].flatMap((distribution) =>
  STORMS.flatMap((requests) =>
    TIERS.flatMap((tier) => [3, 8, 25].map((limit) => [distribution, requests, tier, limit] as const)),
  ),
);

describe("what request-timeout cuts of a storm", () => {
  it.each(CASES)(
    "%s times, requests: %s, %s, request-timeout %d s: as simulated",
    (distribution, requests, tier, limit) => {
      const text = lines(
        `requests: ${requests}, service_time: { mean: 9s, distribution: ${distribution} }`,
        `${tier}, request-timeout: ${limit}s`,
      );
      const share = predictWith(text, { runs: 3 }).status[500].mean;
      if (cutOf(text) === undefined) expect(share).toBeLessThan(0.01);
      else expect(share).toBeGreaterThan(0);
    },
  );

  it("is told apart: by itself, or with all threads of its process", () => {
    const fixed = (takes: number) =>
      cutOf(
        lines(
          `requests: 300, over: 60s, service_time: { mean: ${takes}s, distribution: fixed }`,
          "processes: 5, threads: 4, request-timeout: 10s",
        ),
      )?.by;
    expect(fixed(46)).toBe("itself");
    expect(fixed(44)).toBe("all threads");
    expect(fixed(10)).toBeUndefined();
  });

  it("is nothing from the longest of all storms' requests on, in whole seconds", () => {
    const storms =
      "storms: { storm: { service_time: { mean: 8500ms } }, other: { requests: 9, over: 1s, service_time: { mean: 1s, distribution: exponential } } }";
    expect(leastRequestTimeout(fleetWith(storms).storms)).toBe(9000);
    expect(leastRequestTimeout(fleetWith("storms: null").storms)).toBe(0);
  });
});
