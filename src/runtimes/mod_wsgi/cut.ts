import type { Storm } from "../../fleet/fleet.js";
import { limitFor, shareOver } from "../../fleet/service-time.js";
import type { Milliseconds, Share } from "../../text/units.js";
import type { BusyThreads } from "./busy-threads.js";
import { endedBy } from "./busy-threads.js";
import { killedAfter } from "./limits.js";
import type { WsgiGroup } from "./section.js";

/** One request in a thousand: what a process that ends may cut. */
export const TOLERATED: Share = 0.001;

/**
 * The shortest request-timeout, in whole seconds, that ends no more than one in a thousand of the requests of any of these storms: a
 * mean over threads is no longer than the longest of them. 0 where no storm says how long requests take.
 */
export const leastRequestTimeout = (storms: readonly Storm[]): Milliseconds =>
  storms.reduce((least, storm) => Math.max(least, Math.ceil(limitFor(TOLERATED, storm) / 1000) * 1000), 0);

/** How request-timeout ends requests of a storm. */
export type Cut =
  /** By themselves: a request that takes longer than `past` is ended on an idle server, too. */
  | { readonly by: "itself"; readonly past: Milliseconds; readonly share: Share }
  /** With those that the other threads serve. */
  | { readonly by: "all threads"; readonly busy: BusyThreads };

/** Undefined where no more than one request in a thousand is ended. */
export const cutIn = (storm: Storm, group: WsgiGroup): Cut | undefined => {
  const { threads, "request-timeout": limit } = group.service.wsgi;
  if (!limit) return undefined;
  const kill = killedAfter(group.service);
  const past = limit * threads + kill;
  const share = shareOver(past, storm);
  if (share > TOLERATED) return { by: "itself", past, share };
  if (threads === 1 || limitFor(TOLERATED, storm) <= limit) return undefined;
  const busy = endedBy(storm, group, { limit, kill, tolerated: TOLERATED });
  return busy && { by: "all threads", busy };
};
