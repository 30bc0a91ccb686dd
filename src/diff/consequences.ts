import { demand, slots } from "../fleet/capacity.js";
import { greatest, least } from "../fleet/extremes.js";
import type { Fleet } from "../fleet/fleet.js";
import type { PlacedListener } from "../fleet/listeners.js";
import { everySlotListener } from "../fleet/listeners.js";
import { longestWait } from "../fleet/longest-wait.js";
import { memoryBill } from "../fleet/memory.js";
import { activeLines } from "../fleet/server-lines.js";
import type { ServiceGroup } from "../fleet/service-groups.js";
import { serviceGroups } from "../fleet/service-groups.js";
import { detectionTime, queueTimeout, recoveryTime } from "../fleet/timeouts.js";
import type { Bytes, Milliseconds } from "../text/units.js";

/** A figure in its base unit; null is no limit, undefined is not given. */
export type Figure = number | null | undefined;

export type Unit = "requests" | "slots" | "milliseconds" | "bytes";

/** What may have figures of its own that a reviewer weighs. */
export interface HasConsequences {
  consequences?(fleet: Fleet): readonly ModuleFigure[];
}

/** One figure that a module computes of a fleet. */
export interface ModuleFigure {
  readonly name: string;
  readonly unit: Unit;
  readonly value: Figure;
  /** The hosts that it is of, where it is not the fleet's as a whole. */
  readonly hosts?: readonly string[];
}

/** One figure of a fleet before and after, as a reviewer weighs it. */
export interface Consequence {
  readonly name: string;
  readonly unit: Unit;
  readonly before: Figure;
  readonly after: Figure;
  /** The hosts that each side's figure is of; empty where it is the fleet's as a whole. */
  readonly hosts: { readonly before: readonly string[]; readonly after: readonly string[] };
}

/** The worst case over a fleet's app servers and listeners. */
export interface Capacity {
  /** Of the app server with the fewest. */
  readonly slots: Figure;
  readonly demand: Figure;
  readonly demandWithChecks: Figure;
  /** Slots left when every proxy sends all that it may, checks included; below zero requests wait in the app server's backlog. */
  readonly headroom: Figure;
  /** Requests served at once by the active tier; and once one of it is down. Not given where slots are not. */
  readonly served: Figure;
  readonly servedOneDown: Figure;
  /** Requests served at once by the backups that take over. */
  readonly servedByBackups: Figure;
  readonly detection: Figure;
  readonly recovery: Figure;
  readonly queue: Figure;
  readonly longestWait: Figure;
  readonly memoryLeft: Figure;
  /** The app servers with the least room, all alike: slots, demand and headroom are theirs. */
  readonly tightest: readonly string[];
  /** The hosts that have the least memory left. */
  readonly leastMemory: readonly string[];
}

export const capacityOf = (fleet: Fleet): Capacity => {
  const groups = serviceGroups(fleet).filter(({ claims }) => claims.length > 0);
  const active = groups.filter((group) => group.role === "active");
  const roomOf = (group: ServiceGroup): number => headroom(group) ?? -Infinity;
  const tightest = active.toSorted((a, b) => roomOf(a) - roomOf(b))[0];
  const asked = tightest && demand(tightest);
  const given = groups.length > 0;
  const all = sum(active.map((group) => servedBy(group) * group.hosts.length));
  const largest = Math.max(0, greatest(active.map(servedBy)));
  const listeners = everySlotListener(fleet);
  const memory = memoryLeft(groups);
  return {
    slots: tightest && slots(tightest.service),
    demand: asked?.requests,
    demandWithChecks: asked && (asked.requests === null ? null : asked.requests + asked.checks),
    headroom: tightest && headroom(tightest),
    served: given ? all : undefined,
    servedOneDown: given ? all - largest : undefined,
    servedByBackups: listeners[0] && byBackups(groups, listeners[0]),
    detection: worst(
      listeners.flatMap(({ listener }) =>
        activeLines(listener)
          .filter((line) => line.settings.check)
          .map((line) => detectionTime(listener, line)),
      ),
    ),
    recovery: worst(
      listeners.flatMap(({ listener }) =>
        activeLines(listener)
          .filter((line) => line.settings.check)
          .map(recoveryTime),
      ),
    ),
    queue: worst(listeners.map(({ listener }) => queueTimeout(listener).value)),
    longestWait: worst(listeners.map((placed) => longestWait(placed)?.total ?? null)),
    memoryLeft: memory?.left,
    tightest: tightest?.hosts ?? [],
    leastMemory: memory?.hosts ?? [],
  };
};

const headroom = (group: ServiceGroup): number | null => {
  const { requests, checks } = demand(group);
  return requests === null ? null : slots(group.service) - requests - checks;
};

/** What one app server of the group serves at once: its slots, or fewer where the proxies send fewer. */
const servedBy = (group: ServiceGroup): number => {
  return Math.min(slots(group.service), demand(group).requests ?? Number.POSITIVE_INFINITY);
};

/** The first backup alone, unless option allbackups is on (manual 4.2 option allbackups). */
const byBackups = (all: readonly ServiceGroup[], { listener }: PlacedListener): number => {
  const groups = all.filter(({ claims }) => claims.some((claim) => claim.listener === listener));
  const backups = listener.lines.filter((line) => line.role === "backup").map((line) => line.server.name);
  const serving = new Set(listener.settings.option.allbackups ? backups : backups.slice(0, 1));
  return sum(groups.map((group) => servedBy(group) * group.hosts.filter((host) => serving.has(host)).length));
};

const memoryLeft = (
  groups: readonly ServiceGroup[],
): { readonly left: Bytes; readonly hosts: readonly string[] } | undefined => {
  const bills = groups.flatMap(({ sample, hosts, service }) => {
    const billed = memoryBill(sample, service);
    return billed.ok ? [{ left: billed.bill.memory - billed.bill.total, hosts }] : [];
  });
  if (bills.length === 0) return undefined;
  const left = least(bills.map((bill) => bill.left));
  return { left, hosts: bills.filter((bill) => bill.left === left).flatMap(({ hosts }) => hosts) };
};

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

/** The longest; null, no limit, is longer than any. */
const worst = (times: readonly (Milliseconds | null)[]): Figure =>
  times.length === 0
    ? undefined
    : times.reduce<Milliseconds | null>(
        (most, time) => (most === null || time === null ? null : Math.max(most, time)),
        0,
      );

/** The row in which null means that any number of slots may be missing. */
export const HEADROOM = "headroom";

type HostsName = "tightest" | "leastMemory";
type FigureName = Exclude<keyof Capacity, HostsName>;

/** Each figure with its name and its unit, and whose it is, where it is not the fleet's as a whole. */
const ROWS = [
  ["slots", "slots per app server", "slots", "tightest"],
  ["demand", "max concurrent requests to an app server", "requests", "tightest"],
  ["demandWithChecks", "the same with health checks", "requests", "tightest"],
  ["headroom", HEADROOM, "slots", "tightest"],
  ["served", "concurrent requests, all active servers", "requests"],
  ["servedOneDown", "concurrent requests, one active server down", "requests"],
  ["servedByBackups", "concurrent requests, backups only", "requests"],
  ["detection", "time to mark a hung server DOWN", "milliseconds"],
  ["recovery", "time to mark it UP again", "milliseconds"],
  ["queue", "max wait in HAProxy's queue", "milliseconds"],
  ["longestWait", "max wait for an answer (all timeouts)", "milliseconds"],
  ["memoryLeft", "free memory, all processes running", "bytes", "leastMemory"],
] as const satisfies readonly (readonly [FigureName, string, Unit, HostsName?])[];

/** What a change does to capacity and to failure: every figure before and after. */
export const consequencesOf = (
  before: Fleet,
  after: Fleet,
  { modules }: { readonly modules: readonly HasConsequences[] },
): readonly Consequence[] => {
  const [was, is] = [capacityOf(before), capacityOf(after)];
  return [
    ...ROWS.map(([key, name, unit, whose]) => ({
      name,
      unit,
      before: was[key],
      after: is[key],
      hosts: {
        before: whose === undefined ? [] : was[whose],
        after: whose === undefined ? [] : is[whose],
      },
    })),
    ...modules.flatMap((module) => rowsOf(module, before, after)),
  ];
};

const rowsOf = (module: HasConsequences, before: Fleet, after: Fleet): readonly Consequence[] => {
  const [old, now] = [before, after].map(
    (fleet) => new Map(module.consequences?.(fleet).map((figure) => [figure.name, figure])),
  );
  return [...new Map([...(old ?? []), ...(now ?? [])]).values()].map(({ name, unit }) => ({
    name,
    unit,
    before: old?.get(name)?.value,
    after: now?.get(name)?.value,
    hosts: { before: old?.get(name)?.hosts ?? [], after: now?.get(name)?.hosts ?? [] },
  }));
};
