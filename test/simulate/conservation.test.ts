import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { planWith, stormyWorld } from "./small-tier.js";

const BALANCES = [
  "roundrobin",
  "static-rr",
  "leastconn",
  "first",
  "source",
  "uri",
  "hdr(x)",
  "random(1)",
  "random(3)",
] as const;

const upTo = (least: number, most: number) => fc.integer({ min: least, max: most });
const milliseconds = (least: number, most: number) => upTo(least, most).map((time) => `${time}ms`);

/** A map as lines of YAML; JSON is YAML, too. */
const asYaml = (map: Readonly<Record<string, unknown>>): string =>
  Object.entries(map)
    .map(([key, value]) => `${key}: ${JSON.stringify(value)}`)
    .join("\n");

const smallFleets = fc
  .record({
    proxies: upTo(1, 3),
    active: upTo(1, 3),
    backups: upTo(0, 2),
    balance: fc.constantFrom(...BALANCES),
    maxconn: upTo(0, 3),
    minconn: upTo(0, 2),
    maxqueue: upTo(0, 3),
    slowstart: milliseconds(1, 5000),
    check: fc.boolean(),
    inter: milliseconds(100, 3000),
    option: fc.record({
      httpchk: fc.constantFrom("GET /app", "GET /page"),
      redispatch: fc.boolean(),
      allbackups: fc.boolean(),
      abortonclose: fc.boolean(),
    }),
    timeout: fc.record({
      connect: milliseconds(100, 6000),
      queue: milliseconds(100, 6000),
      server: milliseconds(100, 6000),
    }),
    retries: upTo(0, 3),
    listenerMaxconn: upTo(1, 40),
    backlog: upTo(1, 10),
    nbproc: upTo(1, 2),
    wsgi: fc.record({
      processes: upTo(1, 3),
      threads: upTo(1, 2),
      "listen-backlog": upTo(1, 4),
      "maximum-requests": upTo(0, 6),
      "graceful-timeout": milliseconds(100, 3000),
      "queue-timeout": milliseconds(1, 4000),
      "socket-timeout": milliseconds(100, 6000),
    }),
    server: fc.option(fc.record({ max_children: upTo(1, 3), reap_children: fc.boolean() }), {
      nil: undefined,
    }),
    workers: upTo(1, 8),
    storm: fc.record({
      requests: upTo(1, 150),
      over: milliseconds(0, 20_000),
      patience: milliseconds(100, 20_000),
      retry: fc.option(fc.record({ times: upTo(1, 3), after: milliseconds(0, 5000) }), { nil: undefined }),
      service_time: fc.record({
        mean: milliseconds(1, 2000),
        distribution: fc.constantFrom("exponential", "fixed", "lognormal"),
      }),
    }),
  })
  .map((made) =>
    asYaml({
      proxies: Object.fromEntries(
        Array.from({ length: made.proxies }, (_, index) => [`proxy${index + 1}`, {}]),
      ),
      app_servers: Object.fromEntries(
        Array.from({ length: made.active }, (_, index) => [`app${index + 1}`, {}]),
      ),
      backups: Object.fromEntries(
        Array.from({ length: made.backups }, (_, index) => [`backup${index + 1}`, {}]),
      ),
      haproxy: {
        version: "2.4",
        global: { nbproc: made.nbproc },
        listeners: {
          web: {
            balance: made.balance,
            option: made.option,
            timeout: made.timeout,
            retries: made.retries,
            maxconn: made.listenerMaxconn,
            backlog: made.backlog,
            server: {
              port: 80,
              check: made.check,
              inter: made.inter,
              maxconn: made.maxconn,
              minconn: made.minconn,
              maxqueue: made.maxqueue,
              slowstart: made.slowstart,
            },
          },
        },
      },
      mirrorlist: { wsgi: made.wsgi, ...(made.server ? { server: made.server } : {}) },
      apache: {
        MaxRequestWorkers: made.workers,
        ThreadsPerChild: 1,
        ServerLimit: 10,
        ListenBackLog: made.backlog,
      },
      storms: { storm: made.storm },
    }),
  );

describe("in any small tier", () => {
  it("every request ends once, in one way, and leaves nothing behind", () => {
    fc.assert(
      fc.property(smallFleets, upTo(1, 1000), (lines, seed) => {
        const plan = planWith(lines);
        const world = stormyWorld(plan, seed);
        const { outcomes, response, queue } = world.recorder;
        const ended = outcomes.reduce((sum, count) => sum + count, 0);
        expect(ended).toBe(plan.storm.requests);
        expect(response.count).toBe(outcomes[0]);
        expect(queue.count).toBe(ended + world.recorder.madeInVain);
        expect(world.recorder.madeInVain).toBeLessThanOrEqual(ended * (plan.clients.retry?.times ?? 0));
        expect(world.recorder.proxies.reduce((sum, proxy) => sum + proxy.requests, 0)).toBe(ended);
        expect(world.requests.active).toBe(0);
        for (const { backend, process, frontend } of world.routes) {
          const { waiting, connections } = frontend;
          expect([waiting.length, connections, process.connections]).toEqual([0, 0, 0]);
          expect([backend.sessions, backend.queued, backend.queue.length]).toEqual([0, 0, 0]);
          for (const line of backend.lines) expect([line.served, line.queue.length]).toEqual([0, 0]);
        }
        for (const [number, { busy, mostBusy }] of world.stations.entries()) {
          expect(mostBusy).toBeLessThanOrEqual(plan.instances[number]?.station.slots ?? 0);
          expect(busy).toBeLessThanOrEqual(mostBusy);
        }
      }),
      { numRuns: 300 },
    );
  });
});
