import type { Recorder } from "../figures/recorder.js";
import type { Plan } from "../plan/plan.js";
import { arrivalsOf } from "./arrivals.js";
import * as kind from "./event.js";
import { checkOf, NOBODY } from "./jobs.js";
import { ANSWERED, SERVER_TIMED_OUT } from "./outcome.js";
import { serviceTime } from "./service-time.js";
import { streamsOf } from "./streams.js";
import type { Carried } from "./tier.js";
import { Tier } from "./tier.js";
import type { Xoshiro } from "./xoshiro.js";

/** A run ends when every request has; where some never would, this long after the last one came. */
const LONGEST_AFTERMATH = 3_600_000;

/** What one run tells. */
export interface RunResult {
  readonly recorder: Recorder;
  /** The most slots taken and the most jobs without one, by app server. */
  readonly apps: readonly { readonly busy: number; readonly waiting: number }[];
  /** What is still under way when the next storm begins; undefined where none does. */
  readonly carried: Carried | undefined;
  /** Events that the run was made of. */
  readonly events: number;
}

/** Simulates one storm on an idle tier. Equal plans, seeds, runs and variations give equal results. */
export const simulateRun = (plan: Plan, seed: number, run: number, variation = 0): RunResult => {
  const { recorder, apps, events, carried } = stormyTier(plan, seed, run, variation);
  return {
    recorder,
    carried: plan.storm.every === undefined ? undefined : carried,
    apps: apps.map(({ daemons, mostWaiting }) => ({ busy: daemons.mostBusy, waiting: mostWaiting })),
    events: events.taken,
  };
};

/** The tier as one storm has left it. */
export const stormyTier = (plan: Plan, seed: number, run: number, variation = 0): Tier => {
  const { storm } = plan;
  const streams = streamsOf(seed, run, variation);
  const draw = serviceTime(storm);
  const tier = new Tier(plan, streams, () => draw(streams.checks));
  const { events, requests, jobs, sessions, apps, checks, lines, recorder } = tier;
  const arrivals = arrivalsOf(storm, streams.arrivals);

  const arrive = (): void => {
    const client = streams.keys.bits();
    const request = sessions.begin(client, draw(streams.services));
    ask(request, streams.proxies);
    events.plan(arrivals.next(), kind.ARRIVE, 0, 0);
  };

  const ask = (request: number, proxies: Xoshiro): void => {
    const listener = tier.shares.pick(proxies.uniform());
    sessions.ask(request, listener, tier.keyFor(listener, requests.client[request] as number));
  };

  const requestIs = (id: number): boolean => events.stamp === requests.turn[id];
  const jobIs = (id: number): boolean => events.stamp === jobs.stamp[id];

  const happen = (id: number): void => {
    switch (events.kind) {
      case kind.ARRIVE:
        arrive();
        break;
      case kind.SERVED:
        if (jobIs(id)) tier.appOf(id).daemons.served(id);
        break;
      case kind.SERVER_TIMEOUT:
        if (requestIs(id)) sessions.end(id, SERVER_TIMED_OUT);
        break;
      case kind.SOCKET_TIMEOUT:
        if (jobIs(id)) tier.appOf(id).daemons.giveUp(id);
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
        if (requestIs(id)) ask(id, streams.retries);
        break;
      case kind.NEXT_STORM:
        tier.carried = {
          requests: requests.active,
          busy: apps.reduce((sum, { daemons }) => sum + daemons.busy, 0),
        };
        break;
      case kind.KNOCK:
        if (requestIs(id)) sessions.knock(id);
        break;
      case kind.DAEMON_RETRY:
        if (jobIs(id)) tier.appOf(id).daemons.retry(id);
        break;
      case kind.PROCESS_LEAVES:
        tier.withProcess(id, (daemons, process) => daemons.processLeaves(process));
        break;
      case kind.PROCESS_RETURNS:
        tier.withProcess(id, (daemons, process) => daemons.processReturns(process));
        break;
      case kind.WORKER_FREE:
        apps[id]?.turned();
        break;
      case kind.WARM_UP:
        lines[id]?.backend.warmUp(lines[id].line);
        break;
      default:
        happenToCheck(id);
        break;
    }
  };

  const happenToCheck = (id: number): void => {
    const check = checks[id];
    if (!check?.isMeant(events.stamp)) return;
    if (events.kind === kind.CHECK_DUE) check.begin();
    else if (events.kind === kind.CHECK_RETRY) check.tryConnect();
    else check.timedOut();
  };

  tier.onAnswer = (owner, outcome) => {
    if (owner >= 0) sessions.answered(owner, outcome);
    else if (owner !== NOBODY) checks[checkOf(owner)]?.answered(outcome === ANSWERED);
  };

  events.plan(arrivals.next(), kind.ARRIVE, 0, 0);
  events.plan(storm.every ?? Number.POSITIVE_INFINITY, kind.NEXT_STORM, 0, 0);
  let come = 0;
  const last = storm.over + LONGEST_AFTERMATH;
  while (come < storm.requests || requests.active > 0) {
    while (recorder.series.next <= events.next) tier.sample();
    if (!events.take() || events.now > last) break;
    if (events.kind === kind.ARRIVE) come++;
    happen(events.id);
  }
  for (const request of requests.all()) sessions.leftOver(request);
  // What has happened since the last sample belongs to the curves, too.
  tier.sample();
  return tier;
};
