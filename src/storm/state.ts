import type { Milliseconds } from "../text/units.js";
import { Replacing } from "./replacing.js";
import { STEPS } from "./steps.js";
import type { Group } from "./tier.js";

/** Requests lost, by what ends them. */
export interface Lost {
  /** Waited past timeout queue (sQ). */
  queue: number;
  /** Past timeout server, or what the app server waits for its own (sH). */
  server: number;
  /** Found no place in a backlog (sC, or the app server's own 503). */
  backlog: number;
  /** The client has gone. */
  gone: number;
}

export const LOST = ["queue", "server", "backlog", "gone"] as const satisfies readonly (keyof Lost)[];

export interface Clock {
  /** Number of the step. */
  now: number;
  readonly step: Milliseconds;
  /** Mean time that a request holds its slot. */
  readonly mean: Milliseconds;
  /** Requests that are counted as one. */
  readonly batch: number;
}

/** One of a group of app servers. */
export interface Server {
  readonly group: Group;
  slots: number;
  /** Requests at it. */
  n: number;
  /** Whether more wait in HAProxy: each that is answered makes place for another at once. */
  fed: boolean;
  /** Those that were answered in this step, and their share. */
  out: number;
  done: number;
  /** Undefined where its units are not replaced. */
  readonly replacing: Replacing | undefined;
  /** All requests that have come to it by each step. */
  readonly came: Float64Array;
  most: number;
  wait: Milliseconds;
  /** Of all servers of the group. */
  readonly lost: Pick<Lost, "server" | "backlog">;
}

/** Of so many requests those that hold a worker of its web server, or wait for one: it gives up on what takes too long. */
export const held = (requests: number, { group, came }: Server, { now, step, batch }: Clock): number => {
  const before = now - Math.ceil(group.answerWithin / step);
  return before < 0
    ? requests
    : Math.min(requests, ((came[now] as number) - (came[before] as number)) / batch);
};

export const serverOf = (group: Group): Server => ({
  group,
  slots: group.slots,
  n: 0,
  fed: false,
  out: 0,
  done: 0,
  replacing:
    group.replacedAfter < Number.POSITIVE_INFINITY && group.gap > 0 ? new Replacing(group) : undefined,
  came: new Float64Array(STEPS),
  most: 0,
  wait: 0,
  lost: { server: 0, backlog: 0 },
});
