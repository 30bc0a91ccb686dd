import { defaultIn } from "../haproxy/defaults.js";
import type { Haproxy } from "./fleet.js";
import { isChecked } from "./listeners.js";
import { lineGroups } from "./server-lines.js";

/** Maxsock of 2.6.12 without a connection: 20 for the process, 3 for each thread. Other versions differ by a few. */
const OF_PROCESS = 20;
const OF_THREAD = 3;
/** Where nbthread is not set, it is one for each CPU, up to this many. */
const MAX_THREADS = 64;

/** File descriptors that one HAProxy process reckons with (test/daemons/facts/descriptors.test.ts). */
export interface Descriptors {
  readonly connections: number;
  readonly pipes: number;
  readonly checks: number;
  readonly listening: number;
  /** Of the process itself and its threads; where their number is not given, of one thread. */
  readonly own: number;
  readonly total: number;
  /** The same with as many threads as there may be: what is enough on every machine. */
  readonly enough: number;
}

/** Sockets that one address on a bind line is opened as: one for each group of threads, in versions that have groups of themselves. */
export const socketsOfBind = ({ version, global: { nbthread = 1 } }: Haproxy): number => {
  const threads = defaultIn(version, "threadsPerSocket");
  return threads === null ? 1 : Math.ceil(nbthread / threads);
};

export const descriptors = (haproxy: Haproxy, maxconn: number): Descriptors => {
  const { listeners, frontends, global } = haproxy;
  const connections = 2 * maxconn;
  const pipes = 2 * (global.maxpipes ?? 0);
  const checks = listeners
    .flatMap((listener) =>
      lineGroups(listener).filter(({ sample }) => isChecked({ haproxy, listener }, sample)),
    )
    .reduce((sum, { count }) => sum + count, 0);
  const listening = socketsOfBind(haproxy) * frontends.reduce((sum, { own }) => sum + own.bind.length, 0);
  const own = OF_PROCESS + OF_THREAD * (global.nbthread ?? 1);
  const total = connections + pipes + checks + listening + own;
  const enough = total + (global.nbthread === undefined ? OF_THREAD * (MAX_THREADS - 1) : 0);
  return { connections, pipes, checks, listening, own, total, enough };
};
