import { type ChildProcess, spawn } from "node:child_process";
import { waitFor } from "./wait-for.js";

/** A program that runs until it is stopped, in a process group of its own. */
export interface Daemon {
  readonly pid: number;
  /** All that it has written so far, to stdout and stderr. */
  readonly log: () => string;
  readonly isRunning: () => boolean;
  /** Asks it to end, and ends it and its children where it does not. */
  readonly stop: () => Promise<void>;
  /** Ends it and its children at once, as this process ends itself. */
  readonly kill: () => void;
}

export interface DaemonOptions {
  /** Milliseconds that it has to end, once asked to. */
  readonly grace?: number;
}

/**
 * Starts a program and waits until it is ready. `own` is given the daemon before that, and sees to it that it ends:
 * one that is never ready runs too.
 */
export const runDaemon = async (
  [program = "", ...args]: readonly string[],
  ready: () => boolean | Promise<boolean>,
  own: (daemon: Daemon) => void,
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
  const daemon: Daemon = {
    pid,
    log: () => log,
    isRunning: () => isRunning(child),
    stop: () => stop(child, pid, grace),
    kill: () => signalGroup(pid, "SIGKILL"),
  };
  own(daemon);
  const isReady = async () => {
    if (!daemon.isRunning()) throw new Error(`${program} ended before it was ready`);
    return ready();
  };
  await waitFor(`${program} to be ready`, isReady).catch((error: unknown) => {
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
