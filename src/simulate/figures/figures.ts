import type { RunResult } from "../world/run.js";
import type { Carried } from "../world/tier.js";
import type { Histogram } from "./histogram.js";

/** What is kept of each run by itself, so that its spread over the runs is known. */
export interface RunFigures {
  readonly run: number;
  /** Requests by outcome, in the order of OUTCOMES. */
  readonly outcomes: readonly number[];
  /** Requests that clients made, with those that were made again. */
  readonly made: number;
  readonly wait: WaitFigures;
  readonly queue: WaitFigures;
  readonly downEvents: number;
  /** What is under way when the next storm begins; null where none does. */
  readonly carried: Carried | null;
  readonly proxies: readonly {
    readonly requests: number;
    readonly answered: number;
    readonly queued: number;
  }[];
  readonly servers: readonly { readonly busy: number; readonly waiting: number; readonly down: number }[];
  /** Events that the run was made of. */
  readonly events: number;
}

/** Waits in seconds. */
export interface WaitFigures {
  readonly mean: number;
  readonly p50: number;
  readonly p90: number;
  readonly p99: number;
  readonly max: number;
}

export const WAIT_POINTS = [
  "mean",
  "p50",
  "p90",
  "p99",
  "max",
] as const satisfies readonly (keyof WaitFigures)[];

export const figuresOf = (run: number, { recorder, apps, carried, events }: RunResult): RunFigures => ({
  run,
  outcomes: [...recorder.outcomes],
  made: recorder.outcomes.reduce((sum, count) => sum + count, recorder.madeInVain),
  wait: waitFigures(recorder.response),
  queue: waitFigures(recorder.queue),
  downEvents: recorder.downEvents,
  carried: carried ?? null,
  proxies: recorder.proxies.map(({ requests, answered, mostQueued }) => ({
    requests,
    answered,
    queued: mostQueued,
  })),
  servers: apps.map(({ busy, waiting }, index) => ({
    busy,
    waiting,
    down: recorder.apps[index]?.down ?? 0,
  })),
  events,
});

const waitFigures = (histogram: Histogram): WaitFigures => ({
  mean: histogram.mean / 1000,
  p50: histogram.quantile(0.5) / 1000,
  p90: histogram.quantile(0.9) / 1000,
  p99: histogram.quantile(0.99) / 1000,
  max: histogram.max / 1000,
});
