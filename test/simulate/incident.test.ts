import { describe, expect, it } from "vitest";
import { loadInventory, simulate } from "../../src/api/library.js";
import type { Prediction } from "../../src/simulate/figures/prediction.js";

const predict = (file: string, sets: readonly string[], runs = 5): Prediction => {
  const loaded = loadInventory(file, { sets });
  if (!loaded.ok) throw new Error(loaded.findings.map(({ message }) => message).join("\n"));
  const simulated = simulate(loaded.fleet, { runs });
  if (!simulated.ok) throw new Error(simulated.reason);
  return simulated.prediction;
};

const LISTENER = "haproxy.listeners.mirror-lists";
const PROCESSES = "mirrorlist.wsgi.processes=20";
const MAXCONN = `${LISTENER}.server.maxconn=5`;
const TIMEOUT = `${LISTENER}.timeout.connect=60s`;
const PATCH = [PROCESSES, MAXCONN, TIMEOUT, `${LISTENER}.option.allbackups=true`];

/**
 * The tier of lab.yaml, built twice from HAProxy 2.6.12, Apache 2.4 and mod_wsgi 4.9 on one machine, each time with the
 * storm of 1,832 requests. The second time the arrivals were known, and Apache had 400 workers.
 */
const MEASURED = [
  { name: "before", sets: [], failed: 0.283, down: 31, p50: 16.6, p99: 35.8 },
  { name: "the whole patch", sets: PATCH, failed: 0, down: 0, p50: 6.4, p99: 37.1 },
  {
    name: "the whole patch, even shares",
    sets: [...PATCH, "proxies.proxy03.traffic=null"],
    failed: 0,
    down: 0,
    p50: 8.6,
    p99: 18.5,
  },
  { name: "only processes", sets: [PROCESSES], failed: 0, down: 4, p50: 8.4, p99: 21.6 },
  { name: "only maxconn", sets: [MAXCONN], failed: 0.641, down: 1, p50: 8.4, p99: 14.3 },
  { name: "maxconn and processes", sets: [MAXCONN, PROCESSES], failed: 0.312, down: 1, p50: 4.4, p99: 10.9 },
  { name: "only timeout connect 60 s", sets: [TIMEOUT], failed: 0.305, down: 30, p50: 17.5, p99: 35.3 },
  { name: "maxconn and timeout", sets: [MAXCONN, TIMEOUT], failed: 0.046, down: 9, p50: 23.8, p99: 62.7 },
];

describe("the storm on the lab's tier, as simulated and as measured on real daemons", () => {
  it.each(MEASURED)(
    "$name: $failed failed, $down times DOWN, p50 $p50 s, p99 $p99 s",
    ({ sets, failed, down, p50, p99 }) => {
      const prediction = predict("test/simulate/lab.yaml", sets);
      expect(Math.abs(prediction.status[503].mean - failed)).toBeLessThan(0.03);
      expect(Math.abs(prediction.downEvents.mean - down)).toBeLessThan(4);
      expect(Math.abs(prediction.wait.p50.mean / p50 - 1)).toBeLessThan(0.15);
      expect(Math.abs(prediction.wait.p99.mean / p99 - 1)).toBeLessThan(0.1);
    },
  );

  it("loses requests before the patch to the daemons' backlog, and with half of the patch to HAProxy's queue", () => {
    const flags = (sets: readonly string[]) =>
      predict("test/simulate/lab.yaml", sets, 2).outcomes.map(
        (outcome) => `${outcome.status} ${outcome.flags}`,
      );
    expect(flags([])).toEqual(["200 --", "503 --"]);
    expect(flags([MAXCONN])).toEqual(["200 --", "503 sQ"]);
  });

  it("ranks the steps of the patch as the first lab did, which had fewer workers", () => {
    // Measured: 60.6 %, 32.0 %, 18.9 %, 4.1 %, 1.6 % and 0 % in 503.
    const worst = [[MAXCONN], [MAXCONN, PROCESSES], [], [MAXCONN, TIMEOUT], [PROCESSES]].map(
      (sets) => predict("test/simulate/lab.yaml", ["apache.MaxRequestWorkers=150", ...sets]).status[503].mean,
    );
    expect(worst).toEqual([...worst].sort((a, b) => b - a));
    expect(worst[0]).toBeGreaterThan(0.55);
    expect(worst[2]).toBeGreaterThan(0.12);
    expect(worst[2]).toBeLessThan(0.22);
    expect(
      predict("test/simulate/lab.yaml", ["apache.MaxRequestWorkers=150", ...PATCH]).status[503].mean,
    ).toBe(0);
  });
});

/** Over 2,000 requests at once, as in the incident. */
const STORM = ["storms.release-day.requests=4000", "storms.release-day.over=15s"];

describe("the storm of the incident on the three environments", () => {
  const of = (environment: string, sets: readonly string[] = []) =>
    predict(`inventories/${environment}.yaml`, [...STORM, ...sets]);

  it("keeps over 2,000 requests at once in the fleet before the patch", () => {
    const most = Math.max(
      ...of("before").moments.map(({ queued, waiting, busy }) => queued + waiting + busy),
    );
    expect(most).toBeGreaterThan(1_800);
    expect(most).toBeLessThan(3_000);
  });

  it("takes the fleet down before the patch, and not after", () => {
    const [before, prod, tuned] = ["before", "prod", "tuned"].map((environment) => of(environment));
    expect(before?.downEvents.mean).toBeGreaterThan(20);
    expect(before?.status[503].mean).toBeGreaterThan(0.05);
    expect(prod?.status[503].mean).toBeLessThan(0.001);
    expect(prod?.downEvents.mean).toBeLessThan(3);
    expect(tuned?.status[503].mean).toBe(0);
    expect(tuned?.downEvents.mean).toBe(0);
    expect(tuned?.wait.p99.mean).toBeLessThanOrEqual(prod?.wait.p99.mean ?? 0);
  });

  it("is worse with maxconn alone than before the patch", () => {
    const half = of("before", [`${LISTENER}.server.maxconn=25`]);
    expect(half.status[503].mean).toBeGreaterThan(of("before").status[503].mean);
    expect(half.flags.sQ.mean).toBeGreaterThan(0.5);
  });

  it("finds proxy03 with the longest queue after the patch, as it has 40 % of the requests and a sixth of the slots", () => {
    const { proxies } = of("prod");
    const [longest] = [...proxies].sort((a, b) => b.queued.mean - a.queued.mean);
    expect(longest?.name).toBe("proxy03");
    expect(longest?.requests.mean).toBeCloseTo(0.4, 1);
  });
});
