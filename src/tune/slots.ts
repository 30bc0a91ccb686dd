import { MAX_PROCESSES } from "../apache/schema.js";
import { processesPerProxy, slots } from "../fleet/capacity.js";
import { least } from "../fleet/extremes.js";
import type { AppServer, Fleet, Listener, Proxy } from "../fleet/fleet.js";
import { memoryBill } from "../fleet/memory.js";
import { lineMaxconn } from "../fleet/server-lines.js";
import { takesSlots } from "../fleet/service.js";
import { showBytes, showPercent } from "../text/units.js";
import { mapAt, nodeAt } from "../yaml/node.js";
import type { Choice } from "./choice.js";
import type { Move, Place, Wish } from "./move.js";
import { moveTo, spread } from "./move.js";

export const placeOf = ({ role, name }: AppServer): Place => ({
  section: role === "active" ? "app_servers" : "backups",
  name,
});

/** As many processes as were chosen, on every app server. */
export const moveProcesses = ({ node, appServers }: Fleet, { processes }: Choice): readonly Move[] => {
  if (processes === undefined) return [];
  const wishes = appServers.flatMap((server): Wish[] =>
    server.service === undefined
      ? []
      : [{ place: placeOf(server), value: processes.count, because: processes.because }],
  );
  return spread(node, ["mirrorlist", "wsgi", "processes"], wishes);
};

/** The most processes that the memory of every app server holds, in whole tens: the figures it is computed from are no better. */
export const roomForProcesses = (fleet: Fleet): NonNullable<Choice["processes"]> | undefined => {
  const rooms = fleet.appServers.flatMap((server) => {
    const { service } = server;
    if (service === undefined) return [];
    // A child for each slot: less than that would make slots wait for mirrorlist_server.
    const server_ = service.server && { ...service.server, max_children: Number.MAX_SAFE_INTEGER };
    const billed = memoryBill(server, { ...service, server: server_ });
    return billed.ok ? [{ server, threads: service.wsgi.threads, bill: billed.bill }] : [];
  });
  const [first, ...rest] = rooms;
  if (first === undefined || rooms.length < fleet.appServers.filter(({ service }) => service).length)
    return undefined;
  const tightest = rest.reduce((a, b) => (b.bill.room < a.bill.room ? b : a), first);
  const { bill, server, threads } = tightest;
  const count = Math.min(bill.room >= 10 ? Math.floor(bill.room / 10) * 10 : bill.room, MAX_PROCESSES);
  if (count < 1) return undefined;
  const each = `${showBytes(bill.perProcess)} + ${threads === 1 ? "" : `${threads} x `}${showBytes(bill.perChild)} for its ${threads === 1 ? "child" : "children"}`;
  const rounded =
    count === bill.room
      ? ""
      : count === MAX_PROCESSES
        ? `; no more than ${MAX_PROCESSES} are taken`
        : `; in whole tens, as the figures are no better: ${count}`;
  return {
    count,
    because: `(${showBytes(bill.memory)} - ${showBytes(bill.base)} - ${showBytes(bill.reserve)}) of ${server.name} / (${each}) = ${bill.room} processes${rounded}`,
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

/** Undefined where nothing sends to slots. */
export const budgetOf = ({ proxies, appServers }: Fleet): Budget | undefined => {
  const senders = proxies.map((proxy) => ({ proxy, listeners: slotListenersOf(proxy) }));
  const asked = new Set(
    senders.flatMap(({ listeners }) => listeners.flatMap(({ lines }) => lines.map(({ server }) => server))),
  );
  const sizes = appServers.flatMap((server) =>
    server.service !== undefined && asked.has(server) ? [slots(server.service)] : [],
  );
  if (sizes.length === 0) return undefined;
  const smallest = least(sizes);
  const count = (belongs: (listener: Listener) => boolean): number =>
    senders.reduce(
      (sum, { proxy, listeners }) => sum + listeners.filter(belongs).length * processesPerProxy(proxy),
      0,
    );
  const checks = count(({ lines }) => lines.some(({ settings }) => settings.check === true));
  return { slots: smallest, checks, requests: Math.max(smallest - checks, 0), sharers: count(() => true) };
};

const slotListenersOf = ({ haproxy }: Proxy): readonly Listener[] => haproxy.listeners.filter(takesSlots);

/** maxconn of every line that sends to slots, so that all of them and the health checks fit. */
export const moveMaxconn = (fleet: Fleet, { share }: Choice): readonly Move[] => {
  const budget = budgetOf(fleet);
  if (budget === undefined || budget.requests < budget.sharers || isKept(fleet, budget)) return [];
  const wishes = new Map<string, Wish[]>();
  for (const proxy of fleet.proxies) {
    const listeners = slotListenersOf(proxy);
    for (const { name } of listeners) {
      const own = wishes.get(name) ?? [];
      own.push({
        place: { section: "proxies", name: proxy.name },
        ...dueOf(budget, proxy, listeners, share, fleet),
      });
      wishes.set(name, own);
    }
  }
  const all = [...wishes].flatMap(([listener, wanted]) => {
    const keys = ["haproxy", "listeners", listener];
    return [
      ...spread(fleet.node, [...keys, "server", "maxconn"], wanted),
      ...moveTo(
        fleet.node,
        [...keys, "server", "minconn"],
        null,
        "with it the limit grows with the load, and may never come to maxconn",
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
      : moveTo(node, [...keys, "servers", server, key], null, "each line has its proxy's part of the slots"),
  );

/** Whether every line has its due already: then nothing is gained by another division. */
const isKept = (fleet: Fleet, budget: Budget): boolean =>
  fleet.proxies.every((proxy) => {
    const listeners = slotListenersOf(proxy);
    return listeners.every((listener) => {
      const due = dueOf(budget, proxy, listeners, "traffic", fleet).value;
      return listener.lines.every((line) => lineMaxconn({ line }) === due);
    });
  });

const dueOf = (
  { slots: all, checks, requests, sharers }: Budget,
  proxy: Proxy,
  listeners: readonly Listener[],
  share: Choice["share"],
  fleet: Fleet,
): { readonly value: number; readonly because: string } => {
  const less = `${all} slots - ${checks} health ${checks === 1 ? "check" : "checks"} = ${requests}`;
  if (share === "equal") {
    const value = Math.max(Math.floor(requests / sharers), 1);
    return { value, because: `${less}, over ${sharers} that send: ${value} each` };
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
