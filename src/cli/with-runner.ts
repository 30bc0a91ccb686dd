import { availableParallelism } from "node:os";
import { simulatedRuntimes } from "../api/simulate.js";
import { checkWhole } from "./check-options.js";
import { Progress } from "./progress.js";
import type { Shell } from "./shell.js";
import { StormRunner } from "./storm-runner.js";

const MAX_JOBS = 1000;

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
    jobs: checkWhole("--jobs", jobs, 1, MAX_JOBS) ?? availableParallelism(),
    progress: new Progress({ show: shell.status, now: () => performance.now() }, total === "about"),
    worked,
    runtimes: simulatedRuntimes,
    worker: WORKER,
  });
  try {
    return await act(runner);
  } finally {
    await runner.close();
  }
};

const worked = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};
