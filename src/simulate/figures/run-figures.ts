import type { RunResult } from "../world/run.js";
import type { Carried } from "../world/world.js";
import type { WaitFigures } from "./waits.js";
import { waitFigures } from "./waits.js";

/** What is kept of each run by itself, so that its spread over the runs is known. */
export interface RunFigures {
  readonly run: number;
  /** Requests by outcome, in the order of the outcomes of its subject. */
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

export const figuresOf = (run: number, { recorder, instances, carried, events }: RunResult): RunFigures => ({
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
  servers: instances.map(({ busy, waiting }, index) => ({
    busy,
    waiting,
    down: recorder.instances[index]?.down ?? 0,
  })),
  events,
});

/** A run that answers nobody has no wait for an answer. */
export const answers = ({ wait }: RunFigures): boolean => wait.max > 0;
