import { describe, expect, it } from "vitest";
import { planWith, predictWith, stormyWorld } from "../small-tier.js";

const TIER = `
proxies: { "proxy[1-3]": {} }
app_servers: { "app[1-3]": {} }
mirrorlist: { wsgi: { processes: 3, maximum-requests: 20 } }
haproxy: { listeners: { web: { option: { httpchk: GET /app }, server: { check: true, maxconn: 2 } } } }
storms: { storm: { requests: 500, over: 50s, service_time: { mean: 1s } } }
`;

describe("a prediction", () => {
  it("is the same for the same seed, to the last digit", () => {
    expect(predictWith(TIER, { runs: 3, seed: 5 })).toEqual(predictWith(TIER, { runs: 3, seed: 5 }));
  });

  it("differs with the seed", () => {
    const [one, other] = [5, 6].map((seed) => predictWith(TIER, { runs: 3, seed }).wait.mean.mean);
    expect(one).not.toBe(other);
  });

  it("of more runs holds those of fewer", () => {
    const [few, more] = [2, 8].map((runs) => predictWith(TIER, { runs }));
    expect(more?.runs).toBe(8);
    expect((more?.wait.mean.high ?? 0) - (more?.wait.mean.low ?? 0)).toBeLessThan(
      (few?.wait.mean.high ?? 0) - (few?.wait.mean.low ?? 0),
    );
  });
});

describe("two environments simulated with one seed", () => {
  it("are given the same requests at the same proxies, whatever becomes of them", () => {
    const lines = [
      TIER,
      TIER.replace("maxconn: 2", "maxconn: 1"),
      TIER.replace("processes: 3, maximum-requests: 20", "processes: 9"),
      TIER.replace("server: {", "balance: random, server: {"),
    ];
    const requests = lines.map((line) =>
      stormyWorld(planWith(line)).recorder.proxies.map((proxy) => proxy.requests),
    );
    for (const other of requests) expect(other).toEqual(requests[0]);
    // Without any wait, a request takes what it takes: the mean of all is the same to the last digit.
    const idle = ["processes: 400", "processes: 500, threads: 2"].map((wsgi) => {
      const plan = planWith(
        `mirrorlist: { wsgi: { ${wsgi} } }\nstorms: { storm: { requests: 300, over: 50s, service_time: { mean: 1s, distribution: exponential } } }`,
      );
      return stormyWorld(plan).recorder.response.mean;
    });
    expect(idle[0]).toBe(idle[1]);
  });
});
