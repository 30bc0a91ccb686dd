import type { Socket } from "node:dgram";
import { createSocket } from "node:dgram";
import type { Scope } from "./scope.js";

/** A line of HAProxy's HTTP log: the manual's 8.2.3. */
export interface Access {
  readonly path: string;
  readonly status: number;
  /** The first two letters of the termination state (manual 8.5). */
  readonly flags: string;
  /** Tw, milliseconds in HAProxy's queues; -1 where it ended before them. */
  readonly queued: number;
}

/** A server line of one HAProxy process that was marked DOWN. */
export interface Down {
  readonly server: string;
  /** When the lab got it, in milliseconds of its own clock. */
  readonly at: number;
}

/** What all HAProxy processes have logged so far. */
export interface Log {
  /** Where they send it. */
  readonly address: string;
  readonly accesses: readonly Access[];
  readonly downs: readonly Down[];
  /** Server lines, over all processes, that are DOWN now. */
  readonly down: () => number;
}

/** The kernel gives what it has, where this is more. */
const BUFFER = 8 * 1024 * 1024;

/** Listens for what HAProxy sends as to a syslog server. */
export const startLog = async (scope: Scope): Promise<Log> => {
  const accesses: Access[] = [];
  const downs: Down[] = [];
  const down = new Set<string>();
  const socket = createSocket({ type: "udp4", recvBufferSize: BUFFER });
  socket.on("message", (message) => {
    const line = message.toString("utf8");
    const access = accessOf(line);
    if (access !== undefined) accesses.push(access);
    const [, process = "", server, state] = STATE.exec(line) ?? [];
    if (server === undefined) return;
    if (state === "UP") {
      down.delete(`${process} ${server}`);
    } else {
      down.add(`${process} ${server}`);
      downs.push({ server, at: performance.now() });
    }
  });
  const port = await bound(socket);
  scope.onEnd(() => new Promise((resolve) => socket.close(() => resolve())));
  return { address: `127.0.0.1:${port}`, accesses, downs, down: () => down.size };
};

/** An inventory's log target takes ports of four digits. */
const FIRST_PORT = 5140;
const LAST_PORT = 5190;

/** Binds to the first port that is free. */
const bound = async (socket: Socket): Promise<number> => {
  for (let port = FIRST_PORT; port <= LAST_PORT; port++) {
    const took = await new Promise<boolean>((resolve) => {
      const refused = () => resolve(false);
      socket.once("error", refused);
      socket.bind(port, "127.0.0.1", () => {
        socket.off("error", refused);
        resolve(true);
      });
    });
    if (took) return port;
  }
  throw new Error(`no UDP port from ${FIRST_PORT} to ${LAST_PORT} is free for the log`);
};

const STATE = /haproxy\[(\d+)\]: Server [^/\s]+\/(\S+) is (UP|DOWN)/;

const ACCESS =
  /\] \S+ [^/\s]+\/\S+ [-\d]+\/(-?\d+)(?:\/[-+\d]+){3} (-?\d+) \S+ \S+ \S+ (\S{2})\S{2} \S+ \S+ "\S+ (\S+)/;

const accessOf = (line: string): Access | undefined => {
  const [, queued = "", status = "", flags = "", path] = ACCESS.exec(line) ?? [];
  return path === undefined ? undefined : { path, status: Number(status), flags, queued: Number(queued) };
};
