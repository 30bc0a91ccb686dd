import { availableParallelism } from "node:os";
import { stationKinds } from "../api/stations.js";
import type { SimulatedRuntime } from "../simulate/runtime.js";
import { stationsOf } from "../simulate/runtime.js";
import { showCount } from "../text/units.js";
import { checkWhole } from "./check-options.js";
import { Progress } from "./progress.js";
import type { Shell } from "./shell.js";
import { StormRunner } from "./storm-runner.js";

const MAX_JOBS = 1000;
/** What a thread takes at least (measured). */
const BYTES_A_THREAD = 40 * 1024 * 1024;

/** Beside the file that this one is bundled into. */
const WORKER = new URL("./storm-worker.js", import.meta.url);

interface RunnerFlags {
  readonly jobs: string | undefined;
  /** Whether the number of runs is known from the beginning. */
  readonly total: "exact" | "about";
  readonly runtimes: readonly SimulatedRuntime[];
}

/** Simulates with as many threads as --jobs says and a line of progress, and ends both, whatever happens. */
export const withRunner = async <T>(
  shell: Shell,
  { jobs, total, runtimes }: RunnerFlags,
  act: (runner: StormRunner) => Promise<T>,
): Promise<T> => {
  const checked = checkWhole("--jobs", jobs, 1, MAX_JOBS);
  const runner = new StormRunner({
    jobs: forThreads(runtimes) ? threadsFor(shell, checked) : 1,
    progress: new Progress({ show: shell.status, now: () => performance.now() }, total === "about"),
    worked,
    runtimes,
    worker: WORKER,
  });
  try {
    return await act(runner);
  } finally {
    await runner.close();
  }
};

/** More threads than processors are no faster, and each takes memory: two for each processor, and half of what is free. */
const threadsFor = (shell: Shell, asked: number | undefined): number => {
  const processors = availableParallelism();
  const fit = Math.max(Math.floor(process.availableMemory() / 2 / BYTES_A_THREAD), 1);
  const most = Math.min(2 * processors, fit);
  if (asked === undefined) return Math.min(processors, most);
  if (asked > most)
    shell.warn(
      `mmconf: --jobs ${asked}: limited to ${showCount(most)}, for ${showCount(processors)} processors and the free memory`,
    );
  return Math.min(asked, most);
};

/** A thread knows the stations of the built-in runtimes, and none that a project adds. */
const forThreads = (runtimes: readonly SimulatedRuntime[]): boolean =>
  stationsOf(runtimes).every((kind) => stationKinds.includes(kind));

const worked = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};
