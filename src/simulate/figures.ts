import type { Histogram } from "./histogram.js";
import type { RunResult } from "./run.js";

/** What is kept of each run by itself, so that its spread over the runs is known. */
export interface RunFigures {
  readonly run: number;
  /** Requests by outcome, in the order of OUTCOMES. */
  readonly outcomes: readonly number[];
  readonly wait: WaitFigures;
  readonly queue: WaitFigures;
  readonly downEvents: number;
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

export const figuresOf = (run: number, { recorder, apps, events }: RunResult): RunFigures => ({
  run,
  outcomes: [...recorder.outcomes],
  wait: waitFigures(recorder.response),
  queue: waitFigures(recorder.queue),
  downEvents: recorder.downEvents,
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
