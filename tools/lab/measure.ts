import { setTimeout as sleep } from "node:timers/promises";
import { builtIn } from "../../src/api/built-in.js";
import { prepare } from "../../src/simulate/simulate.js";
import type { Answer } from "./load.js";
import { plannedRequests, sendStorm, workOf } from "./load.js";
import type { Access, Log } from "./log.js";
import { startLog } from "./log.js";
import { busySince } from "./quiet.js";
import type { Measured } from "./record.js";
import { rounded, tally, waitsOf } from "./record.js";
import type { Scenario } from "./scenario.js";
import { fleetOf } from "./scenario.js";
import { Scope } from "./scope.js";
import { checkInterval, startTier } from "./tier.js";
import { versions } from "./versions.js";

/** The lab is one machine, and its time is short. */
const MAX_REQUESTS = 5_000;
const LONGEST = 90_000;

/** HAProxy may still serve those whose client has left, and logs them when it has. */
const LONGEST_AFTERMATH = 20_000;

/** Puts the storm of a scenario on real daemons, with the requests of the simulator's run of that number. */
export const measure = async (scenario: Scenario, run: number): Promise<Measured> => {
  const prepared = prepare(fleetOf(scenario), { seed: scenario.seed }, builtIn.runtimes);
  if (!prepared.ok) throw new Error(prepared.reason);
  const { plan } = prepared;
  if (plan.storm.requests > MAX_REQUESTS)
    throw new Error(`${scenario.name} has ${plan.storm.requests} requests; the lab takes ${MAX_REQUESTS}`);
  if (plan.clients.retry !== undefined) throw new Error("the lab's clients do not ask again");
  const date = new Date().toISOString();
  const scope = new Scope();
  try {
    const log = await startLog(scope);
    const { proxies, path } = await startTier(scope, scenario, plan, log);
    // Every check is due once in the longest interval: the storm finds each somewhere within its own.
    await sleep(checkInterval(plan));
    await untilUp(log);
    const planned = plannedRequests(plan, scenario.seed, run);
    const busy = busySince();
    const from = performance.now();
    const answers = await sendStorm(planned, proxies, path, Math.min(plan.clients.patience, LONGEST));
    const until = performance.now();
    const share = busy();
    await untilLogged(log, answers.length);
    const accesses = new Map(log.accesses.map((access) => [access.path, access]));
    const downs = log.downs.filter(({ at }) => at >= from && at <= until);
    return {
      date,
      run,
      work: workOf(planned),
      versions: versions(scenario.servers),
      outcomes: tally(answers.map((answer) => outcomeOf(answer, accesses.get(answer.path)))),
      wait: waitsOf(
        answers.filter(({ status }) => status === 200).map(({ milliseconds }) => milliseconds / 1000),
      ),
      queueWait: waitsOf([...accesses.values()].map(({ queued }) => Math.max(queued, 0) / 1000)),
      down: tally(downs.map(({ server }) => server)),
      duration: rounded((until - from) / 1000),
      busy: share,
      late: Math.round(Math.max(...answers.map(({ late }) => late))),
    };
  } finally {
    await scope.close();
  }
};

const untilLogged = async (log: Log, requests: number): Promise<void> => {
  const end = performance.now() + LONGEST_AFTERMATH;
  while (log.accesses.length < requests && performance.now() < end) await sleep(50);
};

/**
 * A server line of a HAProxy that has just started is DOWN after one failed check (health begins at rise, srv_init in
 * HAProxy 2.6 src/server.c); the storm comes upon proxies that have run for long.
 */
const untilUp = async (log: Log): Promise<void> => {
  const end = performance.now() + LONGEST_AFTERMATH;
  while (log.down() > 0) {
    if (performance.now() > end) throw new Error(`${log.down()} server lines are DOWN before the storm`);
    await sleep(50);
  }
};

/** The client's word on the status, HAProxy's on the flags; "none" where HAProxy knows nothing of the request. */
const outcomeOf = ({ status }: Answer, access: Access | undefined): string =>
  `${status === 0 ? "gone" : status} ${access?.flags ?? "none"}`;
