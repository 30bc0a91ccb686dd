import { slots } from "../fleet/capacity.js";
import type { Fleet } from "../fleet/fleet.js";
import { memoryBill, withAllBehind } from "../fleet/memory.js";
import { tier } from "../fleet/tier.js";
import type { Move } from "../moves/move.js";
import { moveTo } from "../moves/move.js";
import type { Finding } from "../rules/finding.js";
import type { Prediction } from "../simulate/figures/prediction.js";
import type { Bytes } from "../text/units.js";
import { amend } from "./amend.js";
import type { UnitCount } from "./choice.js";
import { movedService } from "./moved-service.js";
import { queueChoices } from "./queue.js";
import type { Trial } from "./search.js";
import { tryOut } from "./search.js";
import { budgetOf, hostPathOf } from "./slots.js";
import { moveAll } from "./stages.js";

/** What it takes to serve a storm with every rule passed, if no values do. */
export interface Missing {
  /** Slots of all active app servers, as they are with the moves. */
  readonly slots: number;
  /** Slots that serve it; undefined where more slots do not help. */
  readonly needed: number | undefined;
  readonly hosts: number;
  /** What would do on each app server. */
  readonly units: UnitCount | undefined;
  /** Memory that an app server needs for them, and what it has. */
  readonly memory: { readonly needed: Bytes; readonly given: Bytes } | undefined;
  /** App servers as they are that are enough; undefined if one of them is too small for its part. */
  readonly appServers: number | undefined;
}

/** Of a thousand requests one may be lost to what is not capacity, such as a service time past timeout server. */
const SERVED = 0.999;
/** Errors that say that requests are lost, whatever the queues hold. */
const LOSING = new Set(["capacity/app-slots", "capacity/storm-throughput"]);
/** Findings that ask for more slots. */
const OF_SLOTS = new Set([
  ...LOSING,
  "capacity/one-server-down",
  "capacity/failover-to-backups",
  "capacity/traffic-share",
  "haproxy/queue-timeout",
]);
const MAX_GROWTH = 64;

interface Reached {
  readonly prediction: Pick<Prediction, "answered">;
  readonly remaining: readonly Finding[];
}

/** Whether hardly a request is lost, in simulation and by the arithmetic of the rules. */
export const isServed = (answered: number, remaining: readonly Finding[]): boolean =>
  answered >= SERVED && !remaining.some(({ rule, severity }) => LOSING.has(rule) && severity === "error");

/** Undefined where the storm is served and no rule asks for more slots. More of what the slots come in are tried, memory aside, until one number does. */
export const missingSlots = async (
  fleet: Fleet,
  tuned: Fleet,
  { prediction, remaining }: Reached,
  trial: Trial,
): Promise<Missing | undefined> => {
  const name = movedService(tuned);
  const active = name === undefined ? undefined : tier(tuned, "active", name);
  if (active === undefined || isEnough(prediction.answered.mean, remaining)) return undefined;
  const { service, sample } = active.largest;
  const { units } = service.runtime;
  // What is missing is reported in units, even if their number is given.
  const free = { ...trial, pins: trial.pins.filter((pin) => pin.at(-1) !== units.path.at(-1)) };
  // The simulator swaps where memory ends: how much it takes is reported, not bounded.
  const ample = amend(fleet, memoryMoves(fleet), trial.targets);
  const does = isServed(prediction.answered.mean, remaining) ? isEnough : isServed;
  const serves = async (count: number): Promise<boolean> => {
    const choice = {
      units: { service: service.name, setting: units.setting, count, because: "", rule: undefined },
      share: "traffic",
      queue: undefined,
    } as const;
    const [queue] = queueChoices(fleet, moveAll(ample, choice, free).fleet);
    const tried = await tryOut(ample, { ...choice, queue }, free);
    return does(tried.answered, tried.remaining);
  };
  const limit = Math.min(units.count * MAX_GROWTH, units.most ?? Number.POSITIVE_INFINITY);
  const needed = await leastAbove(units.count, limit, serves);
  const has = { slots: active.slots, hosts: active.hosts };
  if (needed === undefined)
    return { ...has, needed, units: undefined, memory: undefined, appServers: undefined };
  const grown = { ...service.runtime, units: { ...units, count: needed } };
  const billed = memoryBill(sample, { ...withAllBehind(service), runtime: grown });
  return {
    ...has,
    needed: needed * units.slots * active.hosts,
    units: { service: service.name, setting: units.setting, count: needed },
    memory: billed.ok ? { needed: billed.bill.total, given: billed.bill.memory } : undefined,
    appServers: holdsAll(tuned, service.name)
      ? Math.ceil((needed * units.slots * active.hosts) / slots(service))
      : undefined,
  };
};

/** More hosts help only where the slots of one hold a request and a check of each proxy. */
const holdsAll = (fleet: Fleet, service: string): boolean => {
  const budget = budgetOf(fleet, service);
  return budget !== undefined && budget.requests >= budget.sharers;
};

const memoryMoves = ({ node, appServers }: Fleet): readonly Move[] =>
  appServers
    .filter(({ memory }) => memory !== undefined)
    .flatMap((server) => {
      const { section, name } = hostPathOf(server);
      return moveTo(node, [section, name, "memory"], "1024TiB", "");
    });

/** The same, and no rule warns of too few slots either. */
const isEnough = (answered: number, remaining: readonly Finding[]): boolean =>
  answered >= SERVED && !remaining.some(({ rule }) => OF_SLOTS.has(rule));

/** Doubles until it does, then halves the gap; undefined where `most` does not do either. */
const leastAbove = async (
  from: number,
  most: number,
  does: (count: number) => Promise<boolean>,
): Promise<number | undefined> => {
  if (from >= most) return undefined;
  let low = from;
  let high = from + 1;
  while (!(await does(high))) {
    if (high >= most) return undefined;
    low = high;
    high = Math.min(high * 2, most);
  }
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (await does(middle)) high = middle;
    else low = middle;
  }
  return high;
};
