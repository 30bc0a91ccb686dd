import type { Milliseconds } from "../text/units.js";
import { drainTime, worstStorm } from "./capacity.js";
import type { Fleet, Proxy, Storm } from "./fleet.js";
import type { PlacedListener } from "./listeners.js";
import { activeLines } from "./server-lines.js";

/** What the largest storm makes of one listener's queue, on the proxy with the largest share. */
export interface QueueLoad {
  readonly storm: Storm;
  readonly proxy: Proxy;
  /** Requests of the storm at that proxy, all at once. */
  readonly requests: number;
  /** Requests that its active servers take at a time: the sum of their maxconn. */
  readonly parallel: number;
  /** How long the last of them waits for its turn. */
  readonly wait: Milliseconds;
}

/** Requests that the active servers take at a time from one proxy; null where a line has no maxconn, so that nothing queues. */
export const parallelOf = ({ listener }: Pick<PlacedListener, "listener">): number | null =>
  activeLines(listener).reduce<number | null>(
    (sum, { settings }) => (sum === null || !settings.maxconn ? null : sum + settings.maxconn),
    0,
  );

/** Whether requests may wait in HAProxy for a server: a line's maxconn is what makes them. */
export const queues = ({ listener }: Pick<PlacedListener, "listener">): boolean =>
  listener.lines.some(({ settings }) => settings.maxconn || settings.minconn);

/** The load of the largest storm; undefined without a storm, and where nothing bounds the servers. */
export const queueLoad = (
  fleet: Fleet,
  placed: Pick<PlacedListener, "listener" | "proxies">,
): QueueLoad | undefined => {
  const storm = worstStorm(fleet);
  const parallel = parallelOf(placed);
  if (storm === undefined || parallel === null) return undefined;
  const proxy = placed.proxies.reduce((most, other) => (other.traffic > most.traffic ? other : most));
  const requests = storm.requests * proxy.traffic;
  const wait = drainTime(requests - parallel, parallel, storm.service_time.mean);
  return { storm, proxy, requests, parallel, wait };
};

/** What clients tolerate: "When clients will wait for more than a few seconds, they will often hit the STOP button" (manual 4.2 option abortonclose). */
export const A_FEW_SECONDS: Milliseconds = 10_000;

/** How long a storm's clients wait at most: their patience, or the time after which they ask again. */
export const patience = (storm: Storm): Milliseconds | undefined => storm.patience ?? storm.every;
