import { Worker } from "node:worker_threads";
import type { RanOnce } from "../simulate/figures/ran.js";
import type { Plan } from "../simulate/plan/plan.js";
import { Failure, reasonFor } from "../text/failure.js";
import type { RunOrder } from "./storm-worker.js";

/** One run that is to be done. */
export interface Task {
  readonly plan: Plan;
  readonly seed: number;
  readonly run: number;
}

const NO_MEMORY = "the simulation ran out of memory: use fewer threads, such as --jobs 1";
/** The next is there when one is done. */
const AHEAD = 2;

interface Thread<T> {
  readonly worker: Worker;
  /** What it has been given, in the order in which it does it. */
  readonly tasks: T[];
  plan: Plan | undefined;
}

/** Gets each task that is done, or the failure of all. */
export interface Reporter<T> {
  readonly done: (task: T, ran: RanOnce) => void;
  /** Once, and nothing more after it. */
  readonly failed: (reason: unknown) => void;
}

/** Threads that simulate. */
export class StormThreads<T extends Task> {
  private readonly threads: readonly Thread<T>[];
  private closing = false;

  constructor(
    file: URL,
    count: number,
    private readonly reporter: Reporter<T>,
  ) {
    this.threads = Array.from({ length: count }, () => this.start(file));
  }

  /** Whether one of them has nothing to do next. */
  get hasRoom(): boolean {
    return this.threads.some(({ tasks }) => tasks.length < AHEAD);
  }

  /** Gives a task to the thread with the fewest. */
  give(task: T): void {
    const [thread] = this.threads.toSorted((a, b) => a.tasks.length - b.tasks.length);
    if (thread === undefined) return;
    const { seed, run, plan } = task;
    const order: RunOrder = thread.plan === plan ? { seed, run } : { plan, seed, run };
    thread.plan = plan;
    thread.tasks.push(task);
    thread.worker.postMessage(order);
  }

  async close(): Promise<void> {
    this.closing = true;
    await Promise.all(this.threads.map(({ worker }) => worker.terminate()));
  }

  private start(file: URL): Thread<T> {
    const worker = new Worker(file);
    const thread: Thread<T> = { worker, tasks: [], plan: undefined };
    worker.on("message", (ran: RanOnce) => {
      const task = thread.tasks.shift();
      if (task !== undefined && !this.closing) this.reporter.done(task, ran);
    });
    worker.on("error", (error) => this.fail(error));
    worker.on("exit", (code) =>
      this.fail(new Failure(`a simulation thread exited with ${code}: --jobs 1 uses no threads`)),
    );
    return thread;
  }

  private fail(error: unknown): void {
    if (this.closing) return;
    this.closing = true;
    this.reporter.failed(inWords(error));
  }
}

/** What the system refuses a thread is no defect. */
const inWords = (error: unknown): unknown => {
  if (!(error instanceof Error && "code" in error)) return error;
  if (error.code === "ERR_WORKER_OUT_OF_MEMORY") return new Failure(NO_MEMORY);
  if (error.code !== "ERR_WORKER_INIT_FAILED") return error;
  // Node puts the system's code behind its own words.
  const code = /\bE[A-Z]+$/.exec(error.message)?.[0] ?? "";
  return new Failure(
    `can't start a simulation thread: ${reasonFor(code) ?? error.message}; --jobs 1 uses no threads`,
  );
};
