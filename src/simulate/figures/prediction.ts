import type { AppServer } from "../../fleet/fleet.js";
import type { Flags, Outcome, Status } from "../plan/outcome.js";
import { FLAGS, OUTCOMES, STATUSES } from "../plan/outcome.js";
import type { Estimate } from "./estimate.js";
import { AMOUNT, estimate, SHARE } from "./estimate.js";
import type { Moment, ProxyCurve, ServerCurve } from "./over-time.js";
import { momentsOf, proxyCurves, serverCurves } from "./over-time.js";
import type { Ran } from "./ran.js";
import type { RunFigures } from "./run-figures.js";
import { answers } from "./run-figures.js";
import type { StormSubject } from "./subject.js";
import type { WaitFigures, WaitShare } from "./waits.js";
import { cumulative, WAIT_POINTS } from "./waits.js";

export type Waits = { readonly [Point in keyof WaitFigures]: Estimate };

/** What a storm does to an environment. Shares are of all requests. */
export interface Prediction extends Omit<StormSubject, "proxies" | "servers" | "curves" | "outcomes"> {
  readonly runs: number;
  /** Requests that clients made, those that they made again among them; shares are of `requests`, one for each client. */
  readonly requestsMade: Estimate;
  readonly answered: Estimate;
  readonly status: Readonly<Record<Status, Estimate>>;
  /** By the first two letters of HAProxy's termination state. */
  readonly flags: Readonly<Record<Flags, Estimate>>;
  /** What became of the requests, the ways that occurred only. */
  readonly outcomes: readonly (Outcome & { readonly share: Estimate })[];
  /** From asking to the answer, of the requests that were answered. */
  readonly wait: Waits;
  /** In HAProxy's queues, of all requests. */
  readonly queueWait: Waits;
  /** The part of all requests that is answered within a time, over all runs: it rises to the part that is answered at all. */
  readonly answeredWithin: readonly WaitShare[];
  /** The part of all requests that waits no longer than a time in HAProxy's queues, over all runs. */
  readonly queuedWithin: readonly WaitShare[];
  /** Times that a server line of a HAProxy process was marked DOWN. */
  readonly downEvents: Estimate;
  /** What is under way when the next storm begins; null where none does. Each storm is simulated in an idle world. */
  readonly carried: { readonly requests: Estimate; readonly busy: Estimate } | null;
  /** The state over time, as the mean of the runs. */
  readonly moments: readonly Moment[];
  readonly proxies: readonly ProxyPrediction[];
  readonly servers: readonly ServerPrediction[];
  /** Each proxy over time; where there are many, those alike together. */
  readonly proxyCurves: readonly ProxyCurve[];
  /** Each app server over time; where there are many, those alike together. */
  readonly serverCurves: readonly ServerCurve[];
  /** Events simulated, over all runs. */
  readonly events: number;
}

export interface ProxyPrediction {
  readonly name: string;
  /** Its part of all requests. */
  readonly requests: Estimate;
  /** Of those, the part that was answered. */
  readonly answered: Estimate;
  /** The most requests that it and its kernel held back at once. */
  readonly queued: Estimate;
}

export interface ServerPrediction {
  readonly name: string;
  readonly role: AppServer["role"];
  readonly slots: number;
  /** The most slots taken at once. */
  readonly busy: Estimate;
  /** The most requests and checks there without a slot. */
  readonly waiting: Estimate;
  readonly downEvents: Estimate;
}

/** Puts the figures of any number of runs together. */
export const predict = (subject: StormSubject, { runs, sums }: Ran): Prediction => {
  const { requests } = subject;
  const shareOf = (belongs: (outcome: Outcome) => boolean): Estimate =>
    estimate(
      runs.map((run) => sumOf(subject, run, belongs) / requests),
      SHARE,
    );
  const amountOf = (figure: (run: RunFigures) => number): Estimate => estimate(runs.map(figure), AMOUNT);
  const answering = runs.filter(answers);
  const waits = (of: "wait" | "queue", among: readonly RunFigures[]): Waits =>
    byName(WAIT_POINTS, (point) =>
      estimate(
        among.map((run) => run[of][point]),
        AMOUNT,
      ),
    );
  return {
    environment: subject.environment,
    storm: subject.storm,
    seed: subject.seed,
    requests,
    overSeconds: subject.overSeconds,
    everySeconds: subject.everySeconds,
    leftOut: subject.leftOut,
    runs: runs.length,
    requestsMade: amountOf(({ made }) => made),
    answered: shareOf(({ status }) => status === "200"),
    status: byName(STATUSES, (name) => shareOf(({ status }) => status === name)),
    flags: byName(FLAGS, (name) => shareOf(({ flags }) => flags === name)),
    outcomes: listed(subject.outcomes)
      .filter(([number]) => runs.some(({ outcomes }) => outcomes[number]))
      .map(([, outcome]) => ({ ...outcome, share: shareOf((other) => other === outcome) })),
    wait: waits("wait", answering),
    queueWait: waits("queue", runs),
    downEvents: amountOf((run) => run.downEvents),
    carried:
      subject.everySeconds === null
        ? null
        : {
            requests: amountOf(({ carried }) => carried?.requests ?? 0),
            busy: amountOf(({ carried }) => carried?.busy ?? 0),
          },
    answeredWithin: cumulative(sums.waits, requests * runs.length),
    queuedWithin: cumulative(sums.queueWaits, requests * runs.length),
    moments: momentsOf(sums.curves, runs.length),
    proxies: subject.proxies.map((name, index) => {
      const of = (figure: (proxy: RunFigures["proxies"][number]) => number) =>
        runs.map(({ proxies }) => (proxies[index] ? figure(proxies[index]) : 0));
      return {
        name,
        requests: estimate(
          of((proxy) => proxy.requests / requests),
          SHARE,
        ),
        answered: estimate(
          of((proxy) => (proxy.requests === 0 ? 1 : proxy.answered / proxy.requests)),
          SHARE,
        ),
        queued: estimate(
          of((proxy) => proxy.queued),
          AMOUNT,
        ),
      };
    }),
    servers: subject.servers.map((server, index) => ({
      ...server,
      busy: amountOf((run) => run.servers[index]?.busy ?? 0),
      waiting: amountOf((run) => run.servers[index]?.waiting ?? 0),
      downEvents: amountOf((run) => run.servers[index]?.down ?? 0),
    })),
    proxyCurves: proxyCurves(subject, sums, runs.length),
    serverCurves: serverCurves(subject, sums, runs.length),
    events: runs.reduce((sum, run) => sum + run.events, 0),
  };
};

const sumOf = (subject: StormSubject, run: RunFigures, belongs: (outcome: Outcome) => boolean): number =>
  subject.outcomes.reduce(
    (sum, outcome, number) => sum + (belongs(outcome) ? (run.outcomes[number] ?? 0) : 0),
    0,
  );

/** With their numbers, from the slots outwards: what instances answer by themselves stands before what HAProxy does. */
const listed = (outcomes: readonly Outcome[]): readonly (readonly [number, Outcome])[] => {
  const all = [...outcomes.entries()];
  return [...all.slice(0, 1), ...all.slice(OUTCOMES.length), ...all.slice(1, OUTCOMES.length)];
};

const byName = <N extends string, T>(names: readonly N[], value: (name: N) => T): Readonly<Record<N, T>> =>
  Object.fromEntries(names.map((name) => [name, value(name)])) as Record<N, T>;
