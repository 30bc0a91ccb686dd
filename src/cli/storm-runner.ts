import { setImmediate } from "node:timers/promises";
import type { Ran, RanOnce } from "../simulate/figures/ran.js";
import { Gathered, runOnce } from "../simulate/figures/ran.js";
import type { SimulatedRuntime } from "../simulate/runtime.js";
import { stationsOf } from "../simulate/runtime.js";
import type { Runner, Work } from "../simulate/work.js";
import type { StationKind } from "../simulate/world/station.js";
import type { Progress } from "./progress.js";
import type { Task } from "./storm-threads.js";
import { StormThreads } from "./storm-threads.js";

/** Milliseconds of work that pay for threads: to start two and compile in each what is compiled here takes up to 300 (measured). */
const WORTH_THREADS = 1000;
/** Milliseconds of work after which a run takes as long as later ones: before, it is being compiled. */
const WARM = 300;

const SIGNALS = ["SIGINT", "SIGTERM"] as const;

/** Work that was asked for, and what has come of it. */
interface Call {
  readonly work: Work;
  readonly gathered: Gathered;
  /** Runs that were given out. */
  given: number;
  readonly resolve: (ran: Ran) => void;
  readonly reject: (reason: unknown) => void;
}

interface OpenTask extends Task {
  readonly call: Call;
}

export interface RunnerOptions {
  /** Threads at most; with 1 all is done in this one. */
  readonly jobs: number;
  readonly progress: Progress;
  /** Milliseconds that this process has worked: what others do at the same time says nothing of the runs. */
  readonly worked: () => number;
  readonly runtimes: readonly SimulatedRuntime[];
  /** The file that a thread runs. */
  readonly worker: URL;
}

/** Does runs in this thread, and in others once it has seen that this pays. What comes of them is the same. */
export class StormRunner implements Runner {
  /** Work that was asked for and not answered, and that of it of which runs are still to be given out. */
  private readonly open = new Set<Call>();
  private readonly calls: Call[] = [];
  private readonly waitingForRoom: (() => void)[] = [];
  private threads: StormThreads<OpenTask> | undefined;
  private ticking: NodeJS.Timeout | undefined;
  private runsHere = false;
  /** Milliseconds of work in this thread. */
  private spent = 0;
  private readonly kinds: readonly StationKind[];
  private failure: { readonly reason: unknown } | undefined;

  constructor(private readonly options: RunnerOptions) {
    this.kinds = stationsOf(options.runtimes);
  }

  get runtimes(): readonly SimulatedRuntime[] {
    return this.options.runtimes;
  }

  readonly expect = (runs: number): void => this.options.progress.expect(runs);

  readonly run = (work: Work): Promise<Ran> => {
    const ran = new Promise<Ran>((resolve, reject) => {
      const call = { work, gathered: new Gathered(work.plan), given: 0, resolve, reject };
      this.open.add(call);
      this.calls.push(call);
    });
    // Who waits for it may do so later, and learns it then.
    ran.catch(() => undefined);
    if (this.failure !== undefined) this.fail(this.failure.reason);
    else if (this.threads === undefined) void this.runHere();
    else this.feed();
    return ran;
  };

  /** Waits until all that was asked for is under way, so that nothing is prepared long before its turn. */
  async room(): Promise<void> {
    while (this.calls.length > 0 && this.failure === undefined)
      await new Promise<void>((resolve) => this.waitingForRoom.push(resolve));
  }

  async close(): Promise<void> {
    clearInterval(this.ticking);
    for (const signal of SIGNALS) process.off(signal, this.interrupt);
    this.options.progress.end();
    await this.threads?.close();
  }

  private async runHere(): Promise<void> {
    if (this.runsHere) return;
    this.runsHere = true;
    try {
      while (this.threads === undefined) {
        // Others have their turn between two runs: who waits for these, and signals.
        await setImmediate();
        const task = this.take();
        if (task === undefined) break;
        const began = this.options.worked();
        const ran = runOnce(task, this.kinds);
        const took = this.options.worked() - began;
        this.done(task, ran);
        this.spent += took;
        if (this.spent > WARM && this.pays(took)) this.startThreads();
      }
    } catch (error) {
      this.fail(error);
    }
    this.runsHere = false;
  }

  private pays(took: number): boolean {
    const { jobs, progress } = this.options;
    return jobs > 1 && progress.left > 1 && took * progress.left > WORTH_THREADS;
  }

  private startThreads(): void {
    const { jobs, progress, worker } = this.options;
    this.threads = new StormThreads(worker, Math.min(jobs, progress.left), {
      done: (task, ran) => {
        this.done(task, ran);
        this.feed();
      },
      failed: (error) => this.fail(error),
    });
    progress.changePace();
    this.ticking = setInterval(() => progress.tell(), 1000);
    for (const signal of SIGNALS) process.once(signal, this.interrupt);
    this.feed();
  }

  /** A signal ends the process as it would have without threads, but for the line of progress. */
  private readonly interrupt = (signal: NodeJS.Signals): void => {
    this.options.progress.end();
    for (const each of SIGNALS) process.off(each, this.interrupt);
    process.kill(process.pid, signal);
  };

  private feed(): void {
    while (this.threads?.hasRoom) {
      const task = this.take();
      if (task === undefined) return;
      this.threads.give(task);
    }
  }

  /** The next run that was asked for. */
  private take(): OpenTask | undefined {
    const [call] = this.calls;
    if (call === undefined) return undefined;
    const { plan, seed, runs } = call.work;
    const run = runs[call.given++] ?? 0;
    if (call.given >= runs.length) this.calls.shift();
    if (this.calls.length === 0) this.makeRoom();
    return { call, plan, seed, run };
  }

  private done({ call }: OpenTask, ran: RanOnce): void {
    call.gathered.add(ran);
    this.options.progress.ran();
    if (call.gathered.runs.length < call.work.runs.length) return;
    this.open.delete(call);
    call.resolve(call.gathered);
  }

  private fail(reason: unknown): void {
    this.failure = { reason };
    this.calls.length = 0;
    for (const call of this.open) call.reject(reason);
    this.open.clear();
    this.makeRoom();
  }

  private makeRoom(): void {
    for (const resolve of this.waitingForRoom.splice(0)) resolve();
  }
}
