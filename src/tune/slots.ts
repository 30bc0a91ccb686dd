import { processesPerProxy, slots } from "../fleet/capacity.js";
import { isCheckTaking } from "../fleet/check-request.js";
import { least } from "../fleet/extremes.js";
import type { AppServer, Fleet, Haproxy, Listener, Proxy } from "../fleet/fleet.js";
import { memoryBill, withAllBehind } from "../fleet/memory.js";
import { lineMaxconn } from "../fleet/server-lines.js";
import { serviceBehind, serviceNamed, serviceNames } from "../fleet/service.js";
import type { HostPath, Move, Wish } from "../moves/move.js";
import { moveTo, spread } from "../moves/move.js";
import { showBytes, showPercent } from "../text/units.js";
import { mapAt, nodeAt } from "../yaml/node.js";
import type { Choice } from "./choice.js";

export const hostPathOf = ({ role, name }: AppServer): HostPath => ({
  section: role === "active" ? "app_servers" : "backups",
  name,
});

/** As many of what the slots come in as were chosen, on every app server that runs the service. */
export const moveUnits = ({ node, appServers }: Fleet, { units }: Choice): readonly Move[] => {
  if (units === undefined) return [];
  const wishes = new Map<string, { readonly keys: readonly string[]; readonly wanted: Wish[] }>();
  for (const server of appServers) {
    const service = serviceNamed(server, units.service);
    if (service === undefined) continue;
    const keys = [...service.path, ...service.runtime.units.path];
    const known = wishes.get(keys.join("\0")) ?? { keys, wanted: [] };
    wishes.set(keys.join("\0"), known);
    known.wanted.push({ place: hostPathOf(server), value: units.count, because: units.because });
  }
  return [...wishes.values()].flatMap(({ keys, wanted }) => spread(node, keys, wanted));
};

/** The most of a service that the memory of every app server holds, in whole tens: the figures it is computed from are no better. */
export const roomForUnits = (fleet: Fleet, name: string): Choice["units"] => {
  const serving = fleet.appServers.filter((server) => serviceNamed(server, name) !== undefined);
  const rooms = serving.flatMap((server) => {
    const service = serviceNamed(server, name);
    if (service === undefined) return [];
    const billed = memoryBill(server, withAllBehind(service));
    return billed.ok ? [{ server, units: service.runtime.units, bill: billed.bill, service }] : [];
  });
  const [first, ...rest] = rooms;
  if (first === undefined || rooms.length < serving.length) return undefined;
  const tightest = rest.reduce((a, b) => (b.bill.room < a.bill.room ? b : a), first);
  const { bill, server, units, service } = tightest;
  const most = units.most ?? Number.POSITIVE_INFINITY;
  const count = Math.min(bill.room >= 10 ? Math.floor(bill.room / 10) * 10 : bill.room, most);
  if (count < 1) return undefined;
  const of = service.behind.map(
    ({ one, units: many, memory }) =>
      ` + ${units.slots === 1 ? "" : `${units.slots} x `}${showBytes(memory.each ?? 0)} for its ${units.slots === 1 ? one : many}`,
  );
  const each = `${showBytes(bill.units.each)}${of.join("")}`;
  const rounded =
    count === bill.room
      ? ""
      : count === most
        ? `; no more than ${most} are allowed`
        : `; rounded down to tens, as the figures are no more exact: ${count}`;
  return {
    service: name,
    setting: units.setting,
    count,
    rule: undefined,
    because: `(${showBytes(bill.memory)} - ${showBytes(bill.base)} - ${showBytes(bill.reserve)}) of ${server.name} / (${each}) = ${bill.room} ${units.setting}${rounded}`,
  };
};

/** What the slots of a listener's app servers leave for requests. */
export interface Budget {
  readonly slots: number;
  readonly checks: number;
  readonly requests: number;
  /** HAProxy processes that share them, over all listeners with slots. */
  readonly sharers: number;
}

/** Undefined where nothing sends to slots of the service. */
export const budgetOf = ({ proxies }: Fleet, service: string): Budget | undefined => {
  const senders = proxies.map((proxy) => ({ proxy, listeners: slotListenersOf(proxy, service) }));
  const asked = new Set(
    senders.flatMap(({ listeners }) =>
      listeners.flatMap(({ lines }) => lines.flatMap((line) => line.service ?? [])),
    ),
  );
  const sizes = [...asked].map(slots);
  if (sizes.length === 0) return undefined;
  const smallest = least(sizes);
  const count = (belongs: (listener: Listener, haproxy: Haproxy) => boolean): number =>
    senders.reduce(
      (sum, { proxy, listeners }) =>
        sum +
        listeners.filter((listener) => belongs(listener, proxy.haproxy)).length * processesPerProxy(proxy),
      0,
    );
  const checks = count((listener, haproxy) =>
    listener.lines.some((line) => isCheckTaking({ listener, haproxy }, line, "slot")),
  );
  return { slots: smallest, checks, requests: Math.max(smallest - checks, 0), sharers: count(() => true) };
};

const slotListenersOf = ({ haproxy }: Proxy, service: string): readonly Listener[] =>
  haproxy.listeners.filter(({ own }) => serviceBehind(own) === service);

/** maxconn of every line that sends to slots, so that all of them and the health checks fit. */
export const moveMaxconn = (fleet: Fleet, { share }: Choice): readonly Move[] =>
  serviceNames(fleet).flatMap((service) => maxconnTo(fleet, service, share));

const maxconnTo = (fleet: Fleet, service: string, share: Choice["share"]): readonly Move[] => {
  const budget = budgetOf(fleet, service);
  if (budget === undefined || budget.requests < budget.sharers || isKept(fleet, service, budget)) return [];
  const wishes = new Map<string, Wish[]>();
  const paths = new Map<string, readonly string[]>();
  for (const proxy of fleet.proxies) {
    const listeners = slotListenersOf(proxy, service);
    for (const { name, path } of listeners) {
      paths.set(name, path);
      const own = wishes.get(name) ?? [];
      own.push({
        place: { section: "proxies", name: proxy.name },
        ...dueOf(budget, { proxy, listeners }, share, fleet),
      });
      wishes.set(name, own);
    }
  }
  const all = [...wishes].flatMap(([listener, wanted]) => {
    const keys = ["haproxy", ...(paths.get(listener) ?? [])];
    return [
      ...spread(fleet.node, [...keys, "server", "maxconn"], wanted),
      ...moveTo(
        fleet.node,
        [...keys, "server", "minconn"],
        null,
        "with minconn the limit grows with the load, and may never reach maxconn",
      ),
      ...single(fleet, keys, "maxconn"),
      ...single(fleet, keys, "minconn"),
    ];
  });
  return all.map((move) => withSum(move, wishes, budget));
};

/** Lines of single servers that say something else; they take what their listener says. */
const single = ({ node }: Fleet, keys: readonly string[], key: "maxconn" | "minconn"): readonly Move[] =>
  [...mapAt(node, ...keys, "servers").entries.keys()].flatMap((server) =>
    nodeAt(node, ...keys, "servers", server, key) === undefined
      ? []
      : moveTo(node, [...keys, "servers", server, key], null, "each line has its proxy's share of the slots"),
  );

/** Whether every line has its due already: then nothing is gained by another division. */
const isKept = (fleet: Fleet, service: string, budget: Budget): boolean =>
  fleet.proxies.every((proxy) => {
    const listeners = slotListenersOf(proxy, service);
    return listeners.every((listener) => {
      const due = dueOf(budget, { proxy, listeners }, "traffic", fleet).value;
      return listener.lines.every((line) => lineMaxconn({ line }) === due);
    });
  });

const dueOf = (
  { slots: all, checks, requests, sharers }: Budget,
  { proxy, listeners }: { readonly proxy: Proxy; readonly listeners: readonly Listener[] },
  share: Choice["share"],
  fleet: Fleet,
): { readonly value: number; readonly because: string } => {
  const less = `${all} slots - ${checks} health ${checks === 1 ? "check" : "checks"} = ${requests}`;
  if (share === "equal") {
    const value = Math.max(Math.floor(requests / sharers), 1);
    return { value, because: `${less}, over ${sharers} senders: ${value} each` };
  }
  const times = listeners.length * processesPerProxy(proxy);
  // Each has one place at least: the others leave it to those with little traffic.
  const small = fleet.proxies.filter(({ traffic }) => traffic * requests < times).length * times;
  const left = small === 0 ? requests : requests - small;
  const exact = (left * proxy.traffic) / times;
  const value = Math.max(Math.floor(exact + 1e-9), 1);
  const parts = times === 1 ? "" : ` / ${times} listeners and processes`;
  return {
    value,
    because: `${less}${small === 0 ? "" : `, of which ${small} for proxies with less than one`}; ${showPercent(proxy.traffic)} of ${left}${parts} is ${trim(exact)}: ${value}`,
  };
};

const trim = (value: number): string => String(Number(value.toFixed(2)));

/** The shared value says that all of them fit. */
const withSum = (move: Move, wishes: ReadonlyMap<string, readonly Wish[]>, budget: Budget): Move => {
  if (move.value === null || move.path[0] === "proxies") return move;
  const counts = new Map<number, number>();
  for (const { value } of [...wishes.values()].flat())
    counts.set(Number(value), (counts.get(Number(value)) ?? 0) + 1);
  const sorted = [...counts].sort(([a], [b]) => b - a);
  const sum = sorted.reduce((total, [value, times]) => total + value * times, 0);
  const terms = sorted.map(([value, times]) => (times === 1 ? String(value) : `${times} x ${value}`));
  if (terms.length > 4 || [...counts.values()].reduce((a, b) => a + b, 0) !== budget.sharers) return move;
  return {
    ...move,
    because: `${move.because}. In all ${terms.join(" + ")} = ${sum}, + ${budget.checks} checks = ${sum + budget.checks} of ${budget.slots} slots`,
  };
};
