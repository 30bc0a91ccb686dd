import { describe, expect, it } from "vitest";
import { RETRY } from "../../../src/runtimes/mod_wsgi/world/daemon-group.js";
import { OUTCOMES } from "../../../src/simulate/plan/outcome.js";
import { SERVED, WORKER_FREE } from "../../../src/simulate/world/events.js";
import { ends, idleWorld, planWith, predictWith } from "../../simulate/small-tier.js";

/** Requests that come at once, and what each of them takes. */
const burst = (requests: number, mean: string) =>
  `storms: { storm: { requests: ${requests}, over: 0s, service_time: { mean: ${mean}, distribution: fixed } } }`;

const wsgi = (words: string) => `mirrorlist: { wsgi: { ${words} } }`;

describe("the daemon processes", () => {
  it("serve processes x threads requests at once, and the rest in the order of its coming", () => {
    const { servers, wait } = predictWith(`${burst(12, "1s")}\n${wsgi("processes: 2, threads: 2")}`);
    expect(servers[0]?.busy.mean).toBe(4);
    expect(servers[0]?.waiting.mean).toBe(8);
    expect(wait.max.mean).toBeCloseTo(3, 6);
  });

  it("refuse with 503 what finds their backlog full for 15 s: of twelve for one slot with listen-backlog 3, six", () => {
    // One is served and four wait. A place in the backlog is free after 10 s, but not again before 20 s.
    const prediction = predictWith(`${burst(12, "10s")}\n${wsgi("listen-backlog: 3")}`);
    expect(ends(prediction)).toEqual({ "200 --": 6, "503 --": 6 });
    expect(prediction.moments.find(({ failed }) => failed > 0)?.t).toBe(16);
  });

  it("have the backlog that the kernel gives them", () => {
    const limited = `${wsgi("listen-backlog: 100")}\nkernel: { net.core.somaxconn: 3 }\n`;
    const apache = "haproxy: { listeners: { web: { server: { maxconn: 12 } } } }";
    expect(ends(predictWith(`${burst(4, "20s")}\n${limited}${apache}`))).toEqual({ "200 --": 4 });
    expect(ends(predictWith(`${burst(8, "20s")}\n${wsgi("listen-backlog: 3")}`))).toEqual({
      "200 --": 5,
      "503 --": 3,
    });
  });

  it("drop with 504 what has waited longer than queue-timeout, when its turn comes", () => {
    const prediction = predictWith(`${burst(10, "1s")}\n${wsgi("queue-timeout: 3500ms")}`);
    expect(ends(prediction)).toEqual({ "200 --": 4, "504 --": 6 });
  });

  it("are given up by Apache after socket-timeout, and serve what nobody waits for all the same", () => {
    const prediction = predictWith(`${burst(10, "1s")}\n${wsgi("socket-timeout: 4500ms")}`);
    expect(ends(prediction)).toEqual({ "200 --": 4, "504 --": 6 });
    // The one slot works on without a pause for those who have been answered 504; others wait behind them.
    const storm =
      "storms: { storm: { requests: 40, over: 20s, service_time: { mean: 1s, distribution: fixed } } }";
    const { moments, status } = predictWith(`${storm}\n${wsgi("socket-timeout: 2500ms")}`);
    expect(status[504].mean).toBeGreaterThan(0.5);
    expect(moments.every(({ busy }) => busy === 1)).toBe(true);
    expect(Math.min(...moments.map(({ waiting }) => waiting))).toBe(0);
  });

  it("are away while they are replaced, one after each maximum-requests", () => {
    const served = (words: string) => predictWith(`${burst(20, "1s")}\n${wsgi(words)}`).wait.max.mean;
    expect(served("maximum-requests: 0")).toBeCloseTo(20, 6);
    // In the main interpreter a process is gone for 0.35 s: after each of nineteen requests.
    expect(served("maximum-requests: 1")).toBeCloseTo(20 + 19 * 0.35, 6);
    expect(served("maximum-requests: 10")).toBeLessThan(21.1);
  });

  it("are found by the storm with different numbers of requests behind them", () => {
    const longest = [1, 2, 3, 4, 5, 6, 7, 8].map((seed) =>
      predictWith(`${burst(20, "1s")}\n${wsgi("maximum-requests: 40")}`, { seed }).wait.max.mean.toFixed(2),
    );
    expect(new Set(longest)).toEqual(new Set(["20.00", "20.35"]));
  });

  it("of several threads take requests until none is under way, or graceful-timeout is over", () => {
    const served = (graceful: string) =>
      predictWith(
        `${burst(40, "1s")}\n${wsgi(`processes: 1, threads: 4, maximum-requests: 10, graceful-timeout: ${graceful}`)}`,
      );
    // Four at a time for 10 s: never is the process without a request.
    expect(served("15s").wait.max.mean).toBeCloseTo(10, 6);
    expect(served("1500ms").wait.max.mean).toBeGreaterThan(10.3);
    expect(served("1500ms").wait.max.mean).toBeLessThan(13);
    expect(served("1500ms").servers[0]?.busy.mean).toBe(4);
  });
});

describe("a daemon process past request-timeout", () => {
  const LIMIT = "request-timeout: 10s";
  const ended = (requests: number, mean: string, words = "") =>
    predictWith(`${burst(requests, mean)}\n${wsgi(`${LIMIT}, ${words}`)}`);

  it("takes no more requests, and is killed with those it has after shutdown-timeout: 500", () => {
    const prediction = ended(1, "31s");
    expect(ends(prediction)).toEqual({ "500 --": 1 });
    expect(prediction.moments.find(({ failed }) => failed > 0)?.t).toBe(17);
  });

  it("answers what is done by then, and is gone for as long as it takes to start one in its place", () => {
    const prediction = ended(2, "14s");
    expect(ends(prediction)).toEqual({ "200 --": 2 });
    expect(prediction.wait.max.mean).toBeCloseTo(28.35, 6);
  });

  it("counts all of its threads: one that is busy alone may be for so many times as long", () => {
    expect(ends(ended(4, "31s", "threads: 4"))).toEqual({ "500 --": 4 });
    expect(ends(ended(1, "31s", "threads: 4"))).toEqual({ "200 --": 1 });
    const alone = ended(1, "60s", "threads: 4");
    expect(ends(alone)).toEqual({ "500 --": 1 });
    expect(alone.moments.find(({ failed }) => failed > 0)?.t).toBe(47);
  });

  it("kills nothing with shutdown-timeout 0", () => {
    expect(ends(ended(1, "31s", "shutdown-timeout: 0s"))).toEqual({ "200 --": 1 });
  });

  it("is one of several, and the others serve on", () => {
    const lines = "haproxy: { listeners: { web: { server: { maxconn: 8 } } } }";
    const recorded = `${lines}\nstorms: { storm: { requests: 400, over: 200s, service_time: { mean: 2s, distribution: exponential } } }`;
    const prediction = predictWith(
      `${recorded}\n${wsgi("processes: 8, request-timeout: 4s, shutdown-timeout: 1s")}`,
    );
    // exp(-5.5 / 2) of them are still there when their process is killed, after 5 to 6 s.
    expect(prediction.status[500].mean).toBeGreaterThan(0.02);
    expect(prediction.status[500].mean).toBeLessThan(0.12);
    expect(prediction.answered.mean + prediction.status[500].mean).toBe(1);
  });

  it("leaves nothing behind of what waits for a child: the next has its place", () => {
    const child = "server: { max_children: 1, reap_children: true }";
    const prediction = predictWith(
      `${burst(3, "14s")}\nmirrorlist: { wsgi: { processes: 3, request-timeout: 20s }, ${child} }`,
    );
    // One at a time behind: 14 s, then 14 s more than its process is given.
    expect(ends(prediction)).toEqual({ "200 --": 1, "500 --": 2 });
  });
});

describe("a daemon process at maximum-requests", () => {
  it("is killed after graceful-timeout and shutdown-timeout with what it still serves: 500", () => {
    const storm =
      "storms: { storm: { requests: 200, over: 100s, service_time: { mean: 2s, distribution: exponential } } }";
    const cut = (graceful: string) =>
      predictWith(
        `${storm}\n${wsgi(`processes: 3, threads: 2, maximum-requests: 5, graceful-timeout: ${graceful}, shutdown-timeout: 1s`)}`,
      ).status[500].mean;
    expect(cut("1s")).toBeGreaterThan(0.02);
    expect(cut("60s")).toBe(0);
  });
});

describe("an Apache worker that finds the daemon's backlog full", () => {
  it("tries again each 1/8 s, after 2 s each second, and gives up at 15 s", () => {
    const plan = planWith(wsgi("listen-backlog: 1"));
    const world = idleWorld(plan);
    const { events, jobs } = world;
    const [station] = world.stations;
    for (const owner of [0, 1, 2, 3]) station?.accept(jobs.take(0, owner, 100_000));
    const answers: (readonly [number, number, number])[] = [];
    world.onAnswer = (owner, outcome) => void answers.push([events.now, owner, outcome]);
    const tries: number[] = [];
    while (events.take() && answers.length === 0) {
      if (events.kind !== RETRY) continue;
      tries.push(events.now);
      station?.happen(events.kind, events.id);
    }
    expect(tries).toEqual([
      ...Array.from({ length: 16 }, (_, at) => (at + 1) * 125),
      ...Array.from({ length: 13 }, (_, at) => 3000 + at * 1000),
    ]);
    expect(answers).toEqual([[15_000, 3, OUTCOMES.length]]);
  });

  it("takes the place that is free when its time is up", () => {
    expect(ends(predictWith(`${burst(4, "14500ms")}\n${wsgi("listen-backlog: 1")}`))).toEqual({
      "200 --": 4,
    });
    expect(ends(predictWith(`${burst(4, "15500ms")}\n${wsgi("listen-backlog: 1")}`))).toEqual({
      "200 --": 3,
      "503 --": 1,
    });
  });
});

describe("Apache", () => {
  it("serves no more than its workers at once: the rest waits in its backlog, behind no daemon", () => {
    const apache = "apache: { MaxRequestWorkers: 25, ServerLimit: 1 }";
    const { servers, wait } = predictWith(`${burst(100, "1s")}\n${wsgi("processes: 50")}\n${apache}`);
    expect(servers[0]?.busy.mean).toBe(25);
    // Three times a worker takes a millisecond to go from one connection to the next.
    expect(wait.max.mean).toBeCloseTo(4.003, 6);
  });

  it("leaves a place that comes free to one that tries again just then, before its next connection is there", () => {
    // One slot, two places behind it, and a worker that finds all taken and tries each 1/8 s; the fifth is not read yet.
    const served = (mean: number) => {
      const lines = `${wsgi("listen-backlog: 1")}\napache: { mpm: prefork, ServerLimit: 4, MaxRequestWorkers: 4 }`;
      const world = idleWorld(planWith(lines));
      const { events, jobs } = world;
      const [station] = world.stations;
      for (const owner of [0, 1, 2, 3, 4]) station?.accept(jobs.take(0, owner, mean));
      const answered: number[] = [];
      world.onAnswer = (owner) => void answered.push(owner);
      while (events.take()) {
        if ([RETRY, SERVED, WORKER_FREE].includes(events.kind)) station?.happen(events.kind, events.id);
      }
      return answered;
    };
    expect(served(124.5)).toEqual([0, 1, 2, 3, 4]);
    expect(served(123)).toEqual([0, 1, 2, 4, 3]);
  });

  it("that does not answer within timeout server is given up with 504 and sH, and works on", () => {
    const lines = "haproxy: { listeners: { web: { timeout: { server: 2500ms } } } }";
    const prediction = predictWith(`${burst(5, "1s")}\n${lines}`);
    expect(ends(prediction)).toEqual({ "200 --": 2, "504 sH": 3 });
  });
});
