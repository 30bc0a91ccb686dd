import { builtIn } from "../../src/api/built-in.js";
import { simulate } from "../../src/api/library.js";
import { stationKinds } from "../../src/api/stations.js";
import type { Fleet } from "../../src/fleet/fleet.js";
import type { Prediction } from "../../src/simulate/figures/prediction.js";
import type { Plan } from "../../src/simulate/plan/plan.js";
import { prepare } from "../../src/simulate/simulate.js";
import { worldAfter } from "../../src/simulate/world/run.js";
import { streamsOf } from "../../src/simulate/world/streams.js";
import { World } from "../../src/simulate/world/world.js";
import { loadText } from "../inventory/from-text.js";

/** One proxy, one app server of one slot, no checks; what waits inside Apache finds room without end. */
const SMALL = `
mmconf: 1
proxies: { proxy1: {} }
app_servers: { app1: {} }
haproxy:
  version: "2.6.12"
  global: { maxconn: 1000000 }
  defaults:
    mode: http
    timeout: { connect: 5s, client: 50s, server: 5min, queue: 1h }
  listeners:
    web:
      bind: 0.0.0.0:80
      slots: mirrorlist
      balance: roundrobin
      server: { port: 80 }
mirrorlist:
  wsgi: { processes: 1, threads: 1, listen-backlog: 1000000, socket-timeout: 1h }
  site: { script: /srv/app.wsgi, urls: [/app], application-group: "%{GLOBAL}" }
apache: { mpm: event, ServerLimit: 40000, MaxRequestWorkers: 1000000, ListenBackLog: 1000000 }
kernel: { net.core.somaxconn: 1000000 }
storms:
  storm: { requests: 100, over: 100s, service_time: { mean: 1s, distribution: fixed } }
`;

/** The small tier with these lines laid over it. */
export const fleetWith = (
  lines: string,
  sets: readonly string[] = [],
  files: Readonly<Record<string, string>> = {},
): Fleet => {
  const loaded = loadText(`extends: small.yaml\n${lines}`, { "small.yaml": SMALL, ...files }, sets);
  if (!loaded.ok) throw new Error(loaded.findings.map(({ message, fix }) => `${message}: ${fix}`).join("\n"));
  return loaded.fleet;
};

/** What a storm does to the small tier with these lines laid over it. */
export const predictWith = (
  lines: string,
  {
    runs = 1,
    seed = 1,
    sets = [],
    files = {},
  }: {
    runs?: number;
    seed?: number;
    sets?: readonly string[];
    files?: Readonly<Record<string, string>>;
  } = {},
): Prediction => {
  const simulated = simulate(fleetWith(lines, sets, files), { runs, seed });
  if (!simulated.ok) throw new Error(simulated.reason);
  return simulated.prediction;
};

export const planWith = (lines: string, sets: readonly string[] = []): Plan => {
  const prepared = prepare(fleetWith(lines, sets), {}, builtIn.runtimes);
  if (!prepared.ok) throw new Error(prepared.reason);
  return prepared.plan;
};

/** All that a plan speaks of, idle. */
export const idleWorld = (plan: Plan): World => new World(plan, stationKinds, streamsOf(1, 0));

/** The same as a storm has left it. */
export const stormyWorld = (plan: Plan, seed = 1): World => worldAfter({ plan, seed, run: 0 }, stationKinds);

/** Requests by the status and flags of their end: `{ "200 --": 90, "503 sQ": 10 }`. */
export const ends = ({ outcomes, requests }: Prediction): Readonly<Record<string, number>> =>
  Object.fromEntries(
    outcomes.map(({ status, flags, share }) => [`${status} ${flags}`, Math.round(share.mean * requests)]),
  );
