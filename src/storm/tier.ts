import type { CheckTakes } from "../fleet/check-request.js";
import type { Milliseconds, Share } from "../text/units.js";

/** A storm and the tier that it comes to, in numbers, what is alike counted rather than listed; Infinity is no limit. */
export interface StormTier {
  readonly load: Load;
  readonly fronts: readonly Front[];
  readonly groups: readonly Group[];
}

export interface Load {
  readonly requests: number;
  /** From the first request to the last. */
  readonly over: Milliseconds;
  /** Share of the requests that have come after a time; undefined where they come evenly. */
  readonly come: ((time: Milliseconds) => Share) | undefined;
  readonly service: ServiceTimes;
  readonly patience: Milliseconds;
}

/** How long requests hold their slot. */
export interface ServiceTimes {
  readonly mean: Milliseconds;
  /** Variance over the square of the mean. */
  readonly variation: number;
  /** What next to none takes longer than: one in a million. */
  readonly most: Milliseconds;
  /** Share of the requests that take longer. */
  readonly over: (limit: Milliseconds) => Share;
  /** The least time that no more than such a share takes longer than. */
  readonly longest: (share: Share) => Milliseconds;
}

/** HAProxy processes that are alike, with one listener of theirs. */
export interface Front {
  readonly count: number;
  /** Of all requests, for each of them; 0 where they do nothing but check servers. */
  readonly share: Share;
  /** Whether a request waits for whichever server is free; under a hash it waits for its own. */
  readonly pooled: boolean;
  readonly queueTimeout: Milliseconds;
  readonly serverTimeout: Milliseconds;
  /** Over all its tries. */
  readonly connectWithin: Milliseconds;
  /** Whether a client that has gone leaves the queue. */
  readonly abortonclose: boolean;
  readonly lines: readonly FrontLine[];
}

/** Server lines that are alike, to servers of one group. */
export interface FrontLine {
  readonly group: number;
  readonly servers: number;
  readonly weight: number;
  readonly maxconn: number;
  readonly check: FrontCheck | undefined;
}

/** A health check, by what it waits for: a slot as requests do, a worker of the web server, or a place in its accept queue. */
export interface FrontCheck {
  readonly takes: CheckTakes;
  /** How long it holds a slot; undefined where it does as long as a request. */
  readonly holds: ServiceTimes | undefined;
  readonly inter: Milliseconds;
  readonly fastinter: Milliseconds;
  readonly limit: Milliseconds;
  readonly fall: number;
}

/** App servers that are alike. */
export interface Group {
  readonly count: number;
  readonly slots: number;
  /** The most requests and checks that proxies may send it at once. */
  readonly atOnce: number;
  /** Requests that may wait for a slot, and how long they try for a place where all of them are taken. */
  readonly backlog: number;
  readonly tries: Milliseconds;
  /** Longest wait for a slot, looked at once it is there. */
  readonly waitWithin: Milliseconds;
  /** Longest from its place in the backlog to the answer. */
  readonly answerWithin: Milliseconds;
  /** Requests that its web server holds at once, and those that the kernel holds for it. */
  readonly workers: number;
  readonly accepts: number;
  /** What a busy slot takes one of in turn: from so many requests on no more slots than those do anything. */
  readonly behind: readonly { readonly most: number; readonly slots: number }[];
  /** Units that the slots are of: processes. */
  readonly units: number;
  /** Requests after which a unit is replaced; it takes its slots with it for `gap`. */
  readonly replacedAfter: number;
  /** How long a busy unit with several slots goes on until then. */
  readonly graceful: Milliseconds;
  readonly gap: Milliseconds;
}

/** Slots that do anything, however many requests are at a server. */
export const leastSlots = ({ slots, behind }: Group): number =>
  behind.reduce((least, one) => Math.min(least, one.slots), slots);

/** The fronts that requests come to. */
export const sending = (fronts: readonly Front[]): readonly Front[] =>
  fronts.filter(({ share }) => share > 0);
