import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** GNU time: a process's own seconds of CPU and its peak memory. */
const TIME = "/usr/bin/time";
const notes = join(tmpdir(), `mmconf-bench-${process.pid}.time`);
process.on("exit", () => rmSync(notes, { force: true }));

/** Whether a command is there; asked once. */
export const isThere = (command) => spawnSync("sh", ["-c", `command -v ${command}`]).status === 0;

/**
 * One run of a contestant: milliseconds by the clock on the wall and of CPU, or those that its `clock` reads from what
 * it printed, peak memory in MiB, what it printed. Fails with what the command said where it exits with a code that
 * is not expected; `late` where it takes longer than allowed.
 */
const runOnce = ({ command, args, cwd, env, clock, codes = [0] }, limit) => {
  const timed = existsSync(TIME);
  const [file, all] = timed
    ? [TIME, ["-q", "-o", notes, "-f", "%U %S %M", command, ...args]]
    : [command, args];
  const started = performance.now();
  const done = spawnSync(file, all, {
    cwd,
    env: { ...process.env, LC_ALL: "C.UTF-8", NO_COLOR: "1", ...env },
    maxBuffer: 2 ** 30,
    timeout: limit * 1000,
    killSignal: "SIGKILL",
  });
  const wall = performance.now() - started;
  if (done.error?.code === "ETIMEDOUT") return { late: true };
  if (done.error) throw done.error;
  if (!codes.includes(done.status))
    throw new Error(`${command} ${args.join(" ")} exits with ${done.status}:\n${done.stderr}`);
  const [user, system, kibibytes] = timed ? readFileSync(notes, "utf8").trim().split(" ").map(Number) : [];
  return {
    wall,
    cpu: timed ? 1000 * (user + system) : undefined,
    ...clock?.(done.stdout),
    memory: kibibytes / 1024,
    out: done.stdout,
  };
};

const median = (numbers) => {
  const sorted = numbers.toSorted((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
};

/**
 * Runs contestants in turn, round after round, so that what else the machine does falls on all of them alike. The
 * first round warms the disk's cache and is not counted; `after` is called with what each printed in it. One that is
 * late once is not run again.
 */
export const compete = (contestants, { rounds, limit }, after = () => {}) => {
  const results = contestants.map((contestant) => ({ ...contestant, runs: [], late: false }));
  for (let round = 0; round <= rounds; round += 1)
    for (const result of results) {
      if (result.late) continue;
      result.prepare?.();
      const run = runOnce(result, limit);
      if (run.late) result.late = true;
      else if (round === 0) after(result, run.out);
      else result.runs.push(run);
    }
  return results.map(({ runs, ...result }) => ({
    ...result,
    ...(result.late ? {} : summary(runs)),
  }));
};

const summary = (runs) => ({
  median: median(runs.map(({ wall }) => wall)),
  least: Math.min(...runs.map(({ wall }) => wall)),
  cpu: Math.min(...runs.map(({ cpu }) => cpu)),
  memory: median(runs.map(({ memory }) => memory)),
});
