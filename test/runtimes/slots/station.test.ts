import { describe, expect, it } from "vitest";
import { builtIn } from "../../../src/api/built-in.js";
import type { SlotsPlan } from "../../../src/runtimes/slots/station.js";
import type { Prediction } from "../../../src/simulate/figures/prediction.js";
import { predict } from "../../../src/simulate/figures/prediction.js";
import type { PoolPlan } from "../../../src/simulate/plan/plan-instance.js";
import { prepare } from "../../../src/simulate/simulate.js";
import { runAll } from "../../../src/simulate/work.js";
import { erlangB, erlangC, within } from "../../simulate/erlang.js";
import { ends, fleetWith, planWith, predictWith } from "../../simulate/small-tier.js";

interface Given {
  readonly slots: number;
  readonly backlog?: number;
  readonly behind?: readonly PoolPlan[];
  readonly runs?: number;
}

/** What a storm does to the small tier, whose app server has a plain number of slots. */
const predictOn = (
  { slots, backlog = 1_000_000, behind = [], runs = 1 }: Given,
  lines: string,
): Prediction => {
  const prepared = prepare(fleetWith(lines), {}, builtIn.runtimes);
  if (!prepared.ok) throw new Error(prepared.reason);
  const station: SlotsPlan = { kind: "slots", slots, backlog };
  const { subject } = prepared;
  const instances = prepared.plan.instances.map((instance) => ({ ...instance, station, behind }));
  const plan = { ...prepared.plan, instances };
  const numbers = Array.from({ length: runs }, (_, run) => run);
  return predict(subject, runAll({ plan, seed: 1, runs: numbers }, builtIn.runtimes));
};

const burst = (requests: number, mean: string) =>
  `storms: { storm: { requests: ${requests}, over: 0s, service_time: { mean: ${mean}, distribution: fixed } } }`;

/** A storm that lasts long enough for the state to settle; times in units of one service, which is a second. */
const steady = (rate: number, distribution: string, lines = "") => `${lines}
storms: { storm: { requests: 50000, over: ${Math.round(50_000 / rate)}s, service_time: { mean: 1s, distribution: ${distribution} } } }`;

/** A connection that finds no place is given up at once. */
const IMPATIENT = "haproxy: { defaults: { retries: 0 }, listeners: { web: { timeout: { connect: 1ms } } } }";

describe("a plain number of slots", () => {
  it.each([
    [1, 0.7],
    [4, 3.2],
    [20, 18],
  ])("has requests wait as Erlang C says: %d slots, load %d", (slots, load) => {
    const { wait, queueWait } = predictOn({ slots, runs: 2 }, steady(load, "exponential"));
    within(wait.mean.mean, erlangC(slots, load) / (slots - load) + 1, 0.05);
    expect(queueWait.max.mean).toBe(0);
  });

  it("has them wait half as long where every one takes the same time (Pollaczek and Khinchine)", () => {
    const load = 0.8;
    const { wait } = predictOn({ slots: 1, runs: 2 }, steady(load, "fixed"));
    within(wait.mean.mean - 1, load / (2 * (1 - load)), 0.06);
  });

  it("refuses as Erlang B says what finds no place, and less of it where some may wait", () => {
    const lost = (backlog: number) =>
      predictOn({ slots: 5, backlog, runs: 2 }, steady(4, "exponential", IMPATIENT)).status[503].mean;
    const blocked = erlangB(5, 4);
    within(lost(0), blocked, 0.05);
    // In a line of n behind 5 slots the chances of 5, 6, ... 5 + n there fall by 4 / 5 each.
    const terms = Array.from({ length: 4 }, (_, more) => blocked * (4 / 5) ** more);
    const all = terms.reduce((sum, term) => sum + term, 1 - blocked);
    within(lost(3), (terms.at(-1) ?? 0) / all, 0.05);
  });

  it("serves in the order of coming, so many at once", () => {
    const { servers, wait } = predictOn({ slots: 4 }, burst(12, "1s"));
    expect([servers[0]?.busy.mean, servers[0]?.waiting.mean]).toEqual([4, 8]);
    // No worker has to turn to the next connection: three times a second, exactly.
    expect(wait.max.mean).toBeCloseTo(3, 9);
  });

  it("knows no timer of its own: what HAProxy gives up is served for nobody", () => {
    const lines = "haproxy: { listeners: { web: { timeout: { server: 2500ms } } } }";
    const prediction = predictOn({ slots: 1 }, `${burst(5, "1s")}\n${lines}`);
    expect(ends(prediction)).toEqual({ "200 --": 2, "504 sH": 3 });
    expect(prediction.moments.map(({ busy }) => busy)).toEqual([1, 1, 1]);
  });

  it("answers checks in turn with the requests", () => {
    const down = (slots: number) =>
      predictOn(
        { slots },
        `${burst(100, "1s")}
haproxy: { listeners: { web: { option: { httpchk: GET /app }, server: { check: true, inter: 2s, rise: 2, fall: 3 } } } }`,
      ).downEvents.mean;
    expect([down(1), down(110)]).toEqual([1, 0]);
  });
});

describe("slots: N in an inventory", () => {
  const SLOTS = "mirrorlist: { wsgi: null, site: null, slots: 4 }";

  it("is so many slots, behind the backlog that the kernel gives any daemon", () => {
    const [instance] = planWith(`${SLOTS}\nkernel: { net.core.somaxconn: 128 }`).instances;
    expect(instance).toMatchObject({ station: { kind: "slots", slots: 4, backlog: 129 }, behind: [] });
  });

  it("is simulated as such", () => {
    const { servers, wait } = predictWith(`${burst(12, "1s")}\n${SLOTS}`);
    expect([servers[0]?.slots, servers[0]?.busy.mean]).toEqual([4, 4]);
    expect(wait.max.mean).toBeCloseTo(3, 9);
  });
});

describe("what is behind the slots", () => {
  const pool = (most: number, resumes: PoolPlan["resumes"] = "one ended"): PoolPlan => ({
    most,
    resumes,
    each: 0,
  });
  const longest = (behind: readonly PoolPlan[], distribution = "fixed") =>
    predictOn(
      { slots: 12, behind },
      `storms: { storm: { requests: 12, over: 0s, service_time: { mean: 1s, distribution: ${distribution} } } }`,
    ).wait.max.mean;

  it("keeps slots busy that wait for one of it", () => {
    expect(longest([])).toBeCloseTo(1, 9);
    expect(longest([pool(4)])).toBeCloseTo(3, 9);
    expect(longest([pool(5, "all ended")])).toBeCloseTo(3, 9);
  });

  it("is as slow as the smallest of several", () => {
    expect(longest([pool(6), pool(4)])).toBeCloseTo(3, 9);
    expect(longest([pool(2), pool(12)])).toBeCloseTo(6, 9);
  });

  it("takes longer where it goes on only once all have ended", () => {
    expect(longest([pool(4, "all ended")], "exponential")).toBeGreaterThan(longest([pool(4)], "exponential"));
  });
});
