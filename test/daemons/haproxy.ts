import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import type { HaproxyVersion } from "../../src/haproxy/version.js";
import { FIRST, readVersion } from "../../src/haproxy/version.js";
import type { Daemon } from "../../tools/daemons/daemon.js";
import { findProgram, programFile } from "../../tools/daemons/program.js";
import { startDaemon } from "./daemon.js";
import { tempFolder } from "./machine.js";

/** A line of the HTTP log: the manual's 8.2.3, and the two letters of 8.5. */
export interface Access {
  readonly frontend: string;
  readonly backend: string;
  readonly server: string;
  readonly status: number;
  readonly flags: string;
  readonly path: string;
}

export interface FailedCheck {
  readonly reason: string;
  readonly milliseconds: number;
}

/** One row of `show stat`, by the manual's names of its columns. */
export type Stat = Readonly<Record<string, string>>;

export interface Haproxy extends Daemon {
  readonly accesses: () => readonly Access[];
  /** With `option log-health-checks`: the checks that failed, each with its own duration. */
  readonly failedChecks: () => readonly FailedCheck[];
  /** Sends one line to the socket of the runtime interface. */
  readonly command: (line: string) => Promise<string>;
  readonly stats: () => Promise<readonly Stat[]>;
  /** The row of one server, or of FRONTEND or BACKEND. */
  readonly stat: (proxy: string, server: string) => Promise<Stat>;
}

/** What the proxies of tests have in common: they wait for ever. A listener that is about a timeout sets its own. */
export const DEFAULTS_BUT_CHECKS = `
defaults
  mode http
  log global
  option httplog
  timeout connect 1h
  timeout client 1h
  timeout server 1h
  timeout queue 1h
`;

/** A busy machine may take its time to answer a check, too. */
export const DEFAULTS = `${DEFAULTS_BUT_CHECKS}  timeout check 1h
`;

/** A listener that answers after a time. HAProxy's timers end in their order: what its log has before that took less. */
export const clock = (port: number, time: string): string => `
listen clock
  bind 127.0.0.1:${port}
  timeout tarpit ${time}
  http-request tarpit
`;

/**
 * Starts HAProxy on a configuration, beside one that has it log to stdout and answer on a socket of the test's. It
 * has one thread, unless the configuration says otherwise: a thread that finds another writing drops its line of the log.
 */
export const startHaproxy = async (config: string, ...args: readonly string[]): Promise<Haproxy> => {
  const folder = tempFolder();
  const socket = join(folder, "stats");
  writeFileSync(
    join(folder, "0-test.cfg"),
    `global\n  nbthread 1\n  log stdout format raw local0\n  stats socket ${socket} level admin\n${AS_ROOT}`,
  );
  writeFileSync(join(folder, "1.cfg"), `${config}\n`);
  const argv = [programFile("haproxy"), "-db", "-f", folder, ...args];
  const daemon = await startDaemon(argv, async () => (await command(socket, "show info")).includes("Pid:"));
  const stats = async () => statRows(await command(socket, "show stat"));
  return {
    ...daemon,
    accesses: () => daemon.log().split("\n").flatMap(accessOf),
    failedChecks: () => daemon.log().split("\n").flatMap(failedCheckOf),
    command: (line) => command(socket, line),
    stats,
    stat: async (proxy, server) => {
      const row = (await stats()).find((found) => found["# pxname"] === proxy && found.svname === server);
      if (row === undefined) throw new Error(`show stat has no row ${proxy}/${server}`);
      return row;
    },
  };
};

/** That root is meant to run it: 3.3 and later warn otherwise. */
const AS_ROOT = process.getuid?.() === 0 ? "  user root\n  chroot /\n" : "";

/** The HAProxy under test; where there is none, nobody asks for what follows from it. */
export const haproxyVersion = (): HaproxyVersion => {
  const file = findProgram("haproxy");
  const said = file === undefined ? "" : spawnSync(file, ["-v"], { encoding: "utf8" }).stdout;
  return readVersion(/version (\d+\.\d+(?:\.\d+)?)/.exec(said)?.[1] ?? "") ?? FIRST;
};

/** What `haproxy -c` says of a configuration. */
export const checkHaproxy = (
  config: string,
  ...args: readonly string[]
): { status: number; said: string } => {
  const file = join(tempFolder(), "haproxy.cfg");
  writeFileSync(file, `${config}\n`);
  const result = spawnSync(programFile("haproxy"), ["-c", ...args, "-f", file], { encoding: "utf8" });
  return { status: result.status ?? -1, said: `${result.stdout}${result.stderr}` };
};

const command = (socket: string, line: string): Promise<string> =>
  new Promise((resolve) => {
    let answer = "";
    const connection = connect(socket, () => connection.end(`${line}\n`));
    connection.setEncoding("utf8");
    connection.on("data", (text: string) => {
      answer += text;
    });
    connection.once("error", () => resolve(""));
    connection.once("close", () => resolve(answer));
  });

const statRows = (csv: string): readonly Stat[] => {
  const [head = "", ...rows] = csv.trim().split("\n");
  const names = head.split(",");
  return rows.map((row) => {
    const values = row.split(",");
    return Object.fromEntries(names.map((name, index) => [name, values[index] ?? ""]));
  });
};

const FAILED_CHECK = /^Health check for server \S+ failed, reason: ([^,]+).*, check duration: (\d+)ms/;

const failedCheckOf = (line: string): readonly FailedCheck[] => {
  const [, reason, milliseconds] = FAILED_CHECK.exec(line) ?? [];
  return reason === undefined ? [] : [{ reason, milliseconds: Number(milliseconds) }];
};

const HTTP_LOG =
  /\] (\S+?)~? ([^/\s]+)\/(\S+) [-\d]+(?:\/[-+\d]+){4} (-?\d+) \S+ \S+ \S+ (\S{4}) \S+ \S+ "\S+ (\S+)/;

const accessOf = (line: string): readonly Access[] => {
  const [, frontend = "", backend = "", server = "", status = "", flags = "", path = ""] =
    HTTP_LOG.exec(line) ?? [];
  return frontend === ""
    ? []
    : [{ frontend, backend, server, status: Number(status), flags: flags.slice(0, 2), path }];
};
