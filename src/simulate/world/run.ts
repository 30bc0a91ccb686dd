import { ANSWERED, SERVER_TIMED_OUT } from "../plan/outcome.js";
import type { Plan } from "../plan/plan.js";
import { arrivalsOf } from "./arrivals.js";
import * as kind from "./events.js";
import { checkOf, NOBODY } from "./jobs.js";
import type { Recorder } from "./recorder.js";
import type { Route } from "./routes.js";
import type { StationKind } from "./station.js";
import { streamsOf } from "./streams.js";
import type { Carried } from "./world.js";
import { World } from "./world.js";

/** A run ends when every request has; where some never would, this long after the last one came. */
const LONGEST_AFTERMATH = 3_600_000;

/** One of the runs of a plan. Equal ones give equal results. */
export interface StormRun {
  readonly plan: Plan;
  readonly seed: number;
  readonly run: number;
  /** The same requests in a world whose own chances fall otherwise. */
  readonly variation?: number;
}

/** What one run tells. */
export interface RunResult {
  readonly recorder: Recorder;
  /** The most slots taken and the most jobs without one, by instance. */
  readonly instances: readonly { readonly busy: number; readonly waiting: number }[];
  /** What is still under way when the next storm begins; undefined where none does. */
  readonly carried: Carried | undefined;
  /** Events that the run was made of. */
  readonly events: number;
}

/** Simulates one storm on an idle world. */
export const simulateRun = (run: StormRun, kinds: readonly StationKind[]): RunResult => {
  const { recorder, stations, events, carried } = worldAfter(run, kinds);
  return {
    recorder,
    carried: run.plan.storm.every === undefined ? undefined : carried,
    instances: stations.map(({ mostBusy, mostWaiting }) => ({ busy: mostBusy, waiting: mostWaiting })),
    events: events.taken,
  };
};

/** The world as one storm has left it. */
export const worldAfter = (
  { plan, seed, run, variation = 0 }: StormRun,
  kinds: readonly StationKind[],
): World => {
  const { storm } = plan;
  const streams = streamsOf(seed, run, variation);
  const world = new World(plan, kinds, streams);
  const { events, requests, jobs, sessions, stations, checks, lines, recorder } = world;
  const arrivals = arrivalsOf(storm, streams.arrivals);

  const arrive = (): void => {
    const client = streams.keys.bits();
    const route = world.shares.pick(streams.proxies.uniform());
    const { draw } = world.routes[route] as Route;
    const request = sessions.begin(client, draw(streams.services));
    ask(request, route);
    events.plan(arrivals.next(), kind.ARRIVE, 0, 0);
  };

  const ask = (request: number, route: number): void => {
    sessions.ask(request, route, world.keyFor(route, requests.client[request] as number));
  };

  const requestIs = (id: number): boolean => events.stamp === requests.turn[id];

  const happen = (id: number): void => {
    switch (events.kind) {
      case kind.ARRIVE:
        arrive();
        break;
      case kind.SERVER_TIMEOUT:
        if (requestIs(id)) sessions.end(id, SERVER_TIMED_OUT);
        break;
      case kind.QUEUE_TIMEOUT:
        if (requestIs(id)) sessions.queueTimedOut(id);
        break;
      case kind.CONNECT_TIMEOUT:
        if (requestIs(id)) sessions.connectTimedOut(id);
        break;
      case kind.CONNECT_RETRY:
        if (requestIs(id)) sessions.tryConnect(id);
        break;
      case kind.PATIENCE:
        if (events.stamp === requests.life[id]) sessions.patienceEnds(id);
        break;
      case kind.ASK_AGAIN:
        if (requestIs(id)) ask(id, world.again(requests.route[id] as number, streams.retries.uniform()));
        break;
      case kind.NEXT_STORM:
        world.carried = {
          requests: requests.active,
          busy: stations.reduce((sum, { busy }) => sum + busy, 0),
        };
        break;
      case kind.KNOCK:
        if (requestIs(id)) sessions.knock(id);
        break;
      case kind.WARM_UP:
        lines[id]?.backend.warmUp(lines[id].line);
        break;
      default:
        happenToCheck(id);
        break;
    }
  };

  const happenAtStation = (id: number): void => {
    if (events.kind >= kind.OF_STATION) stations[events.stamp]?.happen(events.kind, id);
    else if (events.stamp === jobs.stamp[id]) stations[jobs.instance[id] as number]?.happen(events.kind, id);
  };

  const happenToCheck = (id: number): void => {
    const check = checks[id];
    if (!check?.isMeant(events.stamp)) return;
    if (events.kind === kind.CHECK_DUE) check.begin();
    else if (events.kind === kind.CHECK_RETRY) check.tryConnect();
    else check.timedOut();
  };

  world.onAnswer = (owner, outcome) => {
    if (owner >= 0) sessions.answered(owner, outcome);
    else if (owner !== NOBODY) checks[checkOf(owner)]?.answered(outcome === ANSWERED);
  };

  events.plan(arrivals.next(), kind.ARRIVE, 0, 0);
  events.plan(storm.every ?? Number.POSITIVE_INFINITY, kind.NEXT_STORM, 0, 0);
  let come = 0;
  const last = storm.over + LONGEST_AFTERMATH;
  while (come < storm.requests || requests.active > 0) {
    while (recorder.series.next <= events.next) world.sample();
    if (!events.take() || events.now > last) break;
    if (events.kind === kind.ARRIVE) come++;
    if (events.kind < kind.OF_JOB) happen(events.id);
    else happenAtStation(events.id);
  }
  for (const request of requests.all()) sessions.leftOver(request);
  // What has happened since the last sample belongs to the curves, too.
  world.sample();
  return world;
};
