import { execFileSync } from "node:child_process";
import { chmodSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { programFile } from "../../tools/daemons/program.js";

export { waitFor } from "../../tools/daemons/wait-for.js";

/** A folder that is gone when the test is; open to other users, as daemons give up root. */
export const tempFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), "mmconf-"));
  chmodSync(folder, 0o755);
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
};

/** Below 32768, where the ports of outgoing connections begin. Each worker starts elsewhere, and so does each run. */
const FIRST_PORT = 20_000;
const PORTS_PER_WORKER = 1_000;
const worker = Number(process.env.VITEST_POOL_ID ?? 0) % 12;
let nextPort = FIRST_PORT + worker * PORTS_PER_WORKER + (process.pid % (PORTS_PER_WORKER - 100));

/** A port of 127.0.0.1 that nothing listens on, and that no other test is given. */
export const freePort = async (): Promise<number> => {
  for (let tries = 0; tries < PORTS_PER_WORKER; tries++) {
    const port = nextPort++;
    if (await isFree(port)) return port;
  }
  throw new Error(`no port below ${nextPort} is free`);
};

const isFree = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
  });

/** What the kernel caps a listen backlog at (net.core.somaxconn). */
export const somaxconn = (): number => Number(readFileSync("/proc/sys/net/core/somaxconn", "utf8"));

/** A listening socket as the kernel has it: connections that wait to be accepted, and how many may. */
export interface Listening {
  readonly waiting: number;
  readonly backlog: number;
}

/** What ss(8) shows of the socket that listens on a port of 127.0.0.1, or on a path. */
export const listening = (at: number | string): Listening | undefined => {
  const [family, address] = typeof at === "number" ? ["-ltnH", `127.0.0.1:${at}`] : ["-xlH", at];
  const lines = execFileSync(programFile("ss"), [family], { encoding: "utf8" }).split("\n");
  const line = lines.map((text) => text.split(/\s+/)).find((words) => words.includes(address));
  if (line === undefined) return undefined;
  const state = line.indexOf("LISTEN");
  return { waiting: Number(line[state + 1]), backlog: Number(line[state + 2]) };
};
