import { availableParallelism } from "node:os";
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

/** Simulates with as many threads as --jobs says and a line of progress, and ends both, whatever happens. */
export const withRunner = async <T>(
  shell: Shell,
  jobs: string | undefined,
  total: "exact" | "about",
  act: (runner: StormRunner) => Promise<T>,
): Promise<T> => {
  const runner = new StormRunner({
    jobs: threadsFor(shell, checkWhole("--jobs", jobs, 1, MAX_JOBS)),
    progress: new Progress({ show: shell.status, now: () => performance.now() }, total === "about"),
    worked,
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
      `mmconf: --jobs ${asked}: ${showCount(most)} threads at most, for ${showCount(processors)} processors and the memory that is free`,
    );
  return Math.min(asked, most);
};

const worked = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};
