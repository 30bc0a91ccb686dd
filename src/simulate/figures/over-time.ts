import type { Curve, Curves } from "../world/curves.js";
import type { StormSubject } from "./subject.js";
import type { Sums } from "./sums.js";

/** The state of the world at `t` seconds, as the mean of the runs, and what has happened since the moment before. */
export interface Moment {
  readonly t: number;
  /** Requests that HAProxy or the kernel before it holds back. */
  readonly queued: number;
  /** Slots that are taken. */
  readonly busy: number;
  /** Jobs that are at an app server and have no slot. */
  readonly waiting: number;
  /** Requests that were answered. */
  readonly answered: number;
  /** Requests that ended in 500, 503 or 504. */
  readonly failed: number;
  /** Server lines, over all HAProxy processes, that are DOWN. */
  readonly down: number;
}

export const momentsOf = (curves: Curves, runs: number): readonly Moment[] => {
  const { step, answered, failed, queued, busy, waiting, down } = curves;
  const all = (parts: readonly Curve[], at: number): number =>
    parts.reduce((sum, curve) => sum + (curve[at] ?? 0), 0) / runs;
  return answered.map((count, at) => ({
    t: ((at + 1) * step) / 1000,
    queued: all(queued, at),
    busy: all(busy, at),
    waiting: all(waiting, at),
    answered: count / runs,
    failed: (failed[at] ?? 0) / runs,
    down: all(down, at),
  }));
};

/** A proxy over time, at the moments of the prediction; where several share a curve, the mean of them. */
export interface ProxyCurve {
  readonly hosts: readonly string[];
  /** Requests that it or its kernel holds back. */
  readonly queued: Curve;
}

/** An app server over time, at the moments of the prediction; where several share a curve, the mean of them. */
export interface ServerCurve {
  readonly hosts: readonly string[];
  readonly slots: number;
  /** Slots that are taken. */
  readonly busy: Curve;
  /** Requests and checks there without a slot. */
  readonly waiting: Curve;
  /** The part of the server lines to it, over all HAProxy processes, that is DOWN. */
  readonly down: Curve;
}

export const proxyCurves = (
  { proxies, curves }: StormSubject,
  { curves: sums }: Sums,
  runs: number,
): readonly ProxyCurve[] =>
  curves.proxies.map((hosts, place) => ({
    hosts: hosts.map((host) => proxies[host] ?? ""),
    queued: parts(sums.queued[place], runs * hosts.length),
  }));

export const serverCurves = (
  { servers, curves }: StormSubject,
  { curves: sums }: Sums,
  runs: number,
): readonly ServerCurve[] =>
  curves.servers.map((hosts, place) => {
    const all = hosts.flatMap((host) => servers[host] ?? []);
    return {
      hosts: all.map(({ name }) => name),
      slots: all.reduce((sum, { slots }) => sum + slots, 0) / all.length,
      busy: parts(sums.busy[place], runs * hosts.length),
      waiting: parts(sums.waiting[place], runs * hosts.length),
      down: parts(sums.down[place], runs * Math.max(curves.lines[place] ?? 0, 1)),
    };
  });

const parts = (curve: Curve | undefined, whole: number): Curve => (curve ?? []).map((value) => value / whole);
