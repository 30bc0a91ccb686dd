import { type ChildProcess, spawn } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { onTestFinished } from "vitest";
import { waitFor } from "./machine.js";

/** A program that runs for as long as the test that started it. */
export interface Daemon {
  readonly pid: number;
  /** All that it has written so far, to stdout and stderr. */
  readonly log: () => string;
  readonly isRunning: () => boolean;
  readonly stop: () => Promise<void>;
}

export interface DaemonOptions {
  /** Milliseconds that it has to end, once asked to. */
  readonly grace?: number;
}

/** Starts a program in a process group of its own, and waits until it is ready. */
export const startDaemon = async (
  [program = "", ...args]: readonly string[],
  ready: () => boolean | Promise<boolean>,
  { grace = 2_000 }: DaemonOptions = {},
): Promise<Daemon> => {
  const child = spawn(program, args, {
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, LC_ALL: "C" },
  });
  const { pid } = child;
  if (pid === undefined) throw new Error(`${program} can't be started`);
  let log = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8");
    stream.on("data", (text: string) => {
      log += text;
    });
  }
  const daemon = {
    pid,
    log: () => log,
    isRunning: () => isRunning(child),
    stop: () => stop(child, pid, grace),
  };
  const killGroup = () => signalGroup(pid, "SIGKILL");
  process.once("exit", killGroup);
  onTestFinished(async () => {
    process.off("exit", killGroup);
    await daemon.stop();
  });
  await waitFor(`${program} to be ready`, async () => {
    if (!daemon.isRunning()) throw new Error(`${program} ended before it was ready`);
    return ready();
  }).catch((error: unknown) => {
    throw new Error(`${error instanceof Error ? error.message : String(error)}; it said:\n${log}`);
  });
  return daemon;
};

const isRunning = (child: ChildProcess): boolean => child.exitCode === null && child.signalCode === null;

const stop = async (child: ChildProcess, pid: number, grace: number): Promise<void> => {
  if (isRunning(child)) {
    const ended = new Promise((resolve) => child.once("exit", resolve));
    const late = setTimeout(() => signalGroup(pid, "SIGKILL"), grace);
    child.kill("SIGTERM");
    await ended;
    clearTimeout(late);
  }
  // Children that outlive it, as those of a forking server do.
  signalGroup(pid, "SIGKILL");
};

const signalGroup = (pid: number, signal: NodeJS.Signals): void => {
  try {
    process.kill(-pid, signal);
  } catch {
    // The group has ended.
  }
};

export interface ChildOfDaemon {
  readonly pid: number;
  /** Ended, and not waited for by its parent. */
  readonly zombie: boolean;
}

/** The children of a process, from /proc. */
export const childrenOf = (pid: number): readonly ChildOfDaemon[] =>
  readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      const stat = readStat(name);
      return stat?.parent === pid ? [{ pid: Number(name), zombie: stat.state === "Z" }] : [];
    });

/** The state and the parent come after the command, which is in parentheses (proc(5)). */
const readStat = (name: string): { state: string; parent: number } | undefined => {
  try {
    const text = readFileSync(`/proc/${name}/stat`, "utf8");
    const [state = "", parent = ""] = text.slice(text.lastIndexOf(")") + 2).split(" ");
    return { state, parent: Number(parent) };
  } catch {
    // It has ended in between.
    return undefined;
  }
};
