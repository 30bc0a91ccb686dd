import { pathToFileURL } from "node:url";
import { describe, expect, it, onTestFinished } from "vitest";
import { builtIn } from "../../src/api/built-in.js";
import { validate } from "../../src/api/library.js";
import { Progress } from "../../src/cli/progress.js";
import { StormRunner } from "../../src/cli/storm-runner.js";
import { here } from "../../src/simulate/work.js";
import { Failure } from "../../src/text/failure.js";
import { tune } from "../../src/tune/tune.js";
import { toPlain } from "../../src/yaml/node.js";
import { fleetWith, planWith } from "../simulate/small-tier.js";

/** What was built: a thread runs a file, not what a test has in memory. */
const WORKER = pathToFileURL("dist/storm-worker.js");
const MISSING = pathToFileURL("dist/no-such-worker.js");

const PLAN = planWith(`
proxies: { "proxy[1-2]": {} }
app_servers: { "app[1-2]": {} }
storms: { storm: { requests: 300, over: 20s, service_time: { mean: 1s, distribution: exponential } } }
haproxy: { listeners: { web: { option: { httpchk: GET /app }, timeout: { queue: 5s }, server: { check: true, inter: 2s, maxconn: 2 } } } }`);

const upTo = (count: number) => Array.from({ length: count }, (_, run) => run);

interface Given {
  readonly jobs: number;
  readonly worker: URL;
  /** Milliseconds that each run seems to take. */
  readonly each: number;
}

/** A runner whose runs seem to take as long as the test says. */
const runnerWith = ({ jobs, worker, each }: Given) => {
  let worked = 0;
  const runner = new StormRunner({
    jobs,
    runtimes: builtIn.runtimes,
    worker,
    worked: () => (worked += each / 2),
    progress: new Progress({ show: () => undefined, now: () => 0 }, false),
  });
  onTestFinished(() => runner.close());
  return runner;
};

const workerThat = (does: string): URL => new URL(`data:text/javascript,${encodeURIComponent(does)}`);

describe("runs in threads", () => {
  it("give what they give without, to the last bit", async () => {
    const runs = upTo(23);
    const expected = await here(builtIn.runtimes).run({ plan: PLAN, seed: 5, runs });
    const runner = runnerWith({ jobs: 3, worker: WORKER, each: 1000 });
    runner.expect(runs.length);
    const { runs: figures, sums } = await runner.run({ plan: PLAN, seed: 5, runs });
    expect(figures).toEqual(expected.runs);
    expect(sums).toEqual(expected.sums);
    expect(JSON.stringify({ figures, sums })).toBe(
      JSON.stringify({ figures: expected.runs, sums: expected.sums }),
    );
  });

  it("of several plans at once are not mixed up", async () => {
    const plans = upTo(6).map((more) => ({ ...PLAN, storm: { ...PLAN.storm, requests: 100 + 50 * more } }));
    const runner = runnerWith({ jobs: 2, worker: WORKER, each: 1000 });
    runner.expect(5 * plans.length);
    const given = plans.map((plan) => runner.run({ plan, seed: 1, runs: upTo(5) }));
    await runner.room();
    for (const [number, ran] of (await Promise.all(given)).entries()) {
      const plan = plans[number];
      const expected = plan && (await here(builtIn.runtimes).run({ plan, seed: 1, runs: upTo(5) }));
      expect({ runs: ran.runs, sums: ran.sums }).toEqual({ runs: expected?.runs, sums: expected?.sums });
    }
  });

  it("are begun only where they pay, and where they may", async () => {
    for (const { jobs, each, count } of [
      { jobs: 4, each: 40, count: 20 },
      { jobs: 1, each: 10_000, count: 5 },
      { jobs: 4, each: 10_000, count: 1 },
    ]) {
      const runner = runnerWith({ jobs, worker: MISSING, each });
      runner.expect(count);
      expect((await runner.run({ plan: PLAN, seed: 1, runs: upTo(count) })).runs).toHaveLength(count);
    }
  });

  it.each([
    ["can't start", MISSING, /no-such-worker/],
    ["breaks down", workerThat("throw new TypeError('broken')"), /^broken$/],
    ["ends", workerThat("process.exit(3)"), /\b3\b.*--jobs 1/],
    [
      "needs too much memory",
      workerThat("throw Object.assign(new Error('x'), { code: 'ERR_WORKER_OUT_OF_MEMORY' })"),
      /out of memory.*--jobs 1/,
    ],
  ])("fail all together where one of them %s", async (_, worker, said) => {
    const runner = runnerWith({ jobs: 2, worker, each: 1000 });
    runner.expect(60);
    const [one, other] = upTo(2).map(() => runner.run({ plan: PLAN, seed: 1, runs: upTo(20) }));
    await expect(one).rejects.toThrow(said);
    await expect(other).rejects.toThrow(said);
    await runner.room();
    await expect(runner.run({ plan: PLAN, seed: 1, runs: upTo(20) })).rejects.toThrow(said);
    if (!/broken|no-such/.test(String(said))) await expect(one).rejects.toBeInstanceOf(Failure);
  });

  it("fail with what went wrong in a run, and not with threads alone", async () => {
    const plan = { ...PLAN, instances: [] };
    for (const jobs of [1, 2]) {
      const runner = runnerWith({ jobs, worker: WORKER, each: 1000 });
      runner.expect(20);
      await expect(runner.run({ plan, seed: 1, runs: upTo(20) })).rejects.toThrow(/undefined/);
    }
  });

  it("tune to the same values", async () => {
    const fleet = fleetWith('proxies: { "proxy[1-2]": {} }\napp_servers: { "app[1-2]": {} }');
    const judge = (other: typeof fleet) => validate(other, { today: "2026-11-24" }).findings;
    const runner = runnerWith({ jobs: 2, worker: WORKER, each: 1000 });
    const [one, other] = [
      await tune(fleet, { runs: 6, judge, runner, targets: builtIn }),
      await tune(fleet, { runs: 6, judge, runner: here(builtIn.runtimes), targets: builtIn }),
    ];
    if (!one.ok || !other.ok) throw new Error("the storm can be tuned for");
    // A fleet has functions of its own, and follows from the moves.
    const figures = ({ moves, before, after, tried, served }: typeof one.tuning) => ({
      ...{ moves, before, after, served },
      tried: tried.map(({ answered, p99 }) => ({ answered, p99 })),
    });
    expect(figures(one.tuning)).toEqual(figures(other.tuning));
    expect(toPlain(one.tuning.fleet.node)).toEqual(toPlain(other.tuning.fleet.node));
  });
});
