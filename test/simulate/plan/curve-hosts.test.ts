import { describe, expect, it } from "vitest";
import { curveHosts } from "../../../src/simulate/plan/curve-hosts.js";
import type { InstancePlan } from "../../../src/simulate/plan/plan-instance.js";
import { planWith, predictWith } from "../small-tier.js";

const flat = (groups: readonly (readonly number[])[]) => groups.flat().sort((a, b) => a - b);
const upTo = (count: number) => Array.from({ length: count }, (_, index) => index);

describe("the curves of hosts", () => {
  it("are of one host each, up to 64 of them", () => {
    const { curves } = planWith('proxies: { "proxy[1-64]": {} }\napp_servers: { "app[1-64]": {} }');
    expect(curves.proxies).toEqual(upTo(64).map((host) => [host]));
    expect(curves.servers).toEqual(upTo(64).map((host) => [host]));
    expect(curves.lines).toEqual(upTo(64).map(() => 64));
  });

  it("are of all that are alike, where there are more", () => {
    const { curves } = planWith(`
proxies: { "proxy[1-100]": {}, proxy7: { traffic: 30% } }
app_servers: { "app[1-100]": {}, app3: { apache: { MaxRequestWorkers: 7 } } }
haproxy: { listeners: { web: { servers: { app9: { weight: 5 } } } } }`);
    expect(curves.proxies.map((hosts) => hosts.length).sort()).toEqual([1, 99]);
    expect(curves.proxies.find((hosts) => hosts.length === 1)).toEqual([6]);
    expect(curves.servers.filter((hosts) => hosts.length === 1)).toEqual([[2], [8]]);
    expect(flat(curves.servers)).toEqual(upTo(100));
    expect(curves.lines).toEqual(curves.servers.map((hosts) => hosts.length * 100));
  });

  it("are 64 at most, however many kinds of hosts there are, and leave none out", () => {
    const { instances } = planWith("");
    const kinds = upTo(200).map(
      (number): InstancePlan => ({
        ...(instances[0] as InstancePlan),
        station: { kind: "slots", slots: 1 + (number % 90) },
      }),
    );
    const { servers } = curveHosts([], kinds);
    expect(servers).toHaveLength(64);
    expect(flat(servers)).toEqual(upTo(200));
    // 20 kinds have three hosts, 70 have two: the 27 kinds without a curve of their own are of the latter.
    expect(servers.at(-1)).toHaveLength(27 * 2);
  });

  it("add up to the moments of the whole tier, with each host or with groups", () => {
    for (const [proxies, servers] of [
      [3, 3],
      [70, 2],
      [2, 70],
    ] as const) {
      const { moments, proxyCurves, serverCurves } = predictWith(
        `
proxies: { "proxy[1-${proxies}]": {} }
app_servers: { "app[1-${servers}]": {} }
storms: { storm: { requests: 2000, over: 20s, service_time: { mean: 3s, distribution: exponential } } }
haproxy: { listeners: { web: { option: { httpchk: GET /app }, server: { check: true, inter: 2s, maxconn: 2 } } } }`,
        { runs: 2 },
      );
      expect([proxyCurves.length, serverCurves.length]).toEqual(
        [proxies, servers].map((count) => (count > 64 ? 1 : count)),
      );
      const total = (
        curves: readonly { hosts: readonly string[]; values: readonly number[] }[],
        at: number,
      ) => curves.reduce((sum, { hosts, values }) => sum + hosts.length * (values[at] ?? 0), 0);
      for (const [at, moment] of moments.entries()) {
        const all = (name: "busy" | "waiting") =>
          total(
            serverCurves.map((curve) => ({ hosts: curve.hosts, values: curve[name] })),
            at,
          );
        expect(
          total(
            proxyCurves.map(({ hosts, queued }) => ({ hosts, values: queued })),
            at,
          ),
        ).toBeCloseTo(moment.queued);
        expect(all("busy")).toBeCloseTo(moment.busy);
        expect(all("waiting")).toBeCloseTo(moment.waiting);
        const down = serverCurves.reduce(
          (sum, { hosts, down }) => sum + hosts.length * proxies * (down[at] ?? 0),
          0,
        );
        expect(down).toBeCloseTo(moment.down);
      }
      expect(Math.max(...moments.map(({ down }) => down))).toBeGreaterThan(0);
    }
  });
});
