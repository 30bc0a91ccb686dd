import type { Effective } from "../schema/effective.js";
import type { MapNode } from "../yaml/node.js";
import { originOf } from "../yaml/node.js";
import type { ApacheSection } from "./schema.js";

/** Apache's section of the inventory, and where it stands. */
export interface Apache {
  readonly settings: ApacheSection;
  readonly node: MapNode;
}

export type Mpm = "prefork" | "worker" | "event";

/** Defaults of mpm_common: prefork's ServerLimit; ServerLimit, ThreadsPerChild and ThreadLimit of worker and event. */
export const PREFORK_SERVERS = 256;
export const THREADED = { servers: 16, threads: 25, threadLimit: 64 } as const;

/** What Apache makes of its MPM's figures at start-up, step by step (measured on 2.4.68 by the size of the scoreboard). */
export interface WorkerPool {
  readonly mpm: Mpm;
  /** False where the inventory does not say; then it is the one with the fewest workers that can read its directives. */
  readonly named: boolean;
  /** MaxRequestWorkers as set, or the MPM's default. */
  readonly asked: number;
  /** Threads of a process; 1 in prefork. */
  readonly threads: number;
  /** ThreadsPerChild before ThreadLimit cuts it down. */
  readonly askedThreads: number;
  readonly threadLimit: number;
  /** Whole processes only: `asked` as a multiple of `threads`, and at least one process. */
  readonly rounded: number;
  readonly serverLimit: number;
  /** Requests that Apache serves at once, once ServerLimit has cut it down. */
  readonly effective: number;
}

export const workerPool = ({ settings }: Apache): WorkerPool => {
  const { ServerLimit, ThreadsPerChild, ThreadLimit, MaxRequestWorkers } = settings;
  const threaded = ThreadsPerChild !== undefined || ThreadLimit !== undefined;
  const mpm = settings.mpm ?? (threaded ? "event" : "prefork");
  const prefork = mpm === "prefork";
  const threadLimit = prefork ? 1 : (ThreadLimit ?? THREADED.threadLimit);
  const askedThreads = prefork ? 1 : (ThreadsPerChild ?? THREADED.threads);
  const threads = Math.min(askedThreads, threadLimit);
  const serverLimit = ServerLimit ?? (prefork ? PREFORK_SERVERS : THREADED.servers);
  const asked = MaxRequestWorkers ?? (prefork ? PREFORK_SERVERS : THREADED.servers * THREADED.threads);
  const rounded = Math.max(Math.floor(asked / threads), 1) * threads;
  const effective = Math.min(rounded, serverLimit * threads);
  return {
    mpm,
    named: settings.mpm !== undefined,
    asked,
    threads,
    askedThreads,
    threadLimit,
    rounded,
    serverLimit,
    effective,
  };
};

/** Requests that Apache serves at once, and what makes it that many. */
export const workers = (apache: Apache): Effective<number> => {
  const pool = workerPool(apache);
  const at = (key: string) => originOf(apache.node, key);
  const set = apache.settings.MaxRequestWorkers;
  // apache/server-limit asks for the MPM if another one changes it.
  if (set !== undefined && !pool.named)
    return { value: set, because: "set", origin: at("MaxRequestWorkers") };
  if (pool.effective < pool.rounded) {
    const limit = `ServerLimit ${pool.serverLimit}${pool.threads === 1 ? "" : ` x ThreadsPerChild ${pool.threads}`}`;
    return {
      value: pool.effective,
      because: `lowered from ${pool.asked} by ${limit}`,
      origin: at("ServerLimit"),
    };
  }
  const origin = at("MaxRequestWorkers");
  if (pool.rounded !== pool.asked) {
    return {
      value: pool.effective,
      because: `${pool.asked}, in whole processes of ${pool.threads} threads`,
      origin,
    };
  }
  if (set !== undefined) return { value: pool.effective, because: "set", origin };
  const because = pool.named ? `${pool.mpm}'s default` : "prefork's default, the lowest of the three";
  return { value: pool.effective, because, origin };
};

/** Apache mpm_common ListenBackLog. */
const DEFAULT_LISTEN_BACKLOG = 511;

export const listenBacklog = ({ settings, node }: Apache): Effective<number> => ({
  value: settings.ListenBackLog ?? DEFAULT_LISTEN_BACKLOG,
  because: settings.ListenBackLog === undefined ? "Apache's default" : "set",
  origin: originOf(node, "ListenBackLog"),
});
