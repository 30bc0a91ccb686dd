import { type ChildProcess, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { connect } from "node:net";
import { delimiter, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Scope } from "./scope.js";

/** Milliseconds that a daemon has to end, and to be ready. */
const GRACE = 1_000;
const READY = 20_000;

/** Starts a program in a process group of its own; it ends with the scope. */
export const startDaemon = (scope: Scope, [name = "", ...args]: readonly string[]): Daemon => {
  const child = spawn(programFile(name), args, {
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, LC_ALL: "C" },
  });
  const { pid } = child;
  if (pid === undefined) throw new Error(`${name} can't be started`);
  let said = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8");
    stream.on("data", (text: string) => {
      said += text;
    });
  }
  scope.onKill(() => signalGroup(pid, "SIGKILL"));
  scope.onEnd(() => stop(child, pid));
  return { name, isRunning: () => isRunning(child), said: () => said };
};

export interface Daemon {
  readonly name: string;
  readonly isRunning: () => boolean;
  /** All that it has written so far, to stdout and stderr. */
  readonly said: () => string;
}

/** Waits until a daemon accepts connections at an address. */
export const untilItListens = async (daemon: Daemon, host: string, port: number): Promise<void> => {
  const end = performance.now() + READY;
  while (!(await accepts(host, port))) {
    if (!daemon.isRunning() || performance.now() > end)
      throw new Error(`${daemon.name} does not listen on ${host}:${port}; it said:\n${daemon.said()}`);
    await sleep(20);
  }
};

const accepts = (host: string, port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect({ host, port });
    socket.once("error", () => resolve(false));
    socket.once("connect", () => {
      socket.destroy();
      resolve(true);
    });
  });

/** Debian keeps daemons outside of the PATH of most users. */
const FOLDERS = ["/usr/sbin", "/usr/bin", "/sbin", "/bin", ...(process.env.PATH ?? "").split(delimiter)];

/** The file of a program that the lab needs. */
export const programFile = (name: string): string => {
  const file = FOLDERS.map((folder) => join(folder, name)).find((path) => existsSync(path));
  if (file === undefined) throw new Error(`${name} is not installed; npm run daemons installs it`);
  return file;
};

const isRunning = (child: ChildProcess): boolean => child.exitCode === null && child.signalCode === null;

const stop = async (child: ChildProcess, pid: number): Promise<void> => {
  if (isRunning(child)) {
    const ended = new Promise((resolve) => child.once("exit", resolve));
    const late = setTimeout(() => signalGroup(pid, "SIGKILL"), GRACE);
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
