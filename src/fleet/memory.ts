import type { Bytes } from "../text/units.js";
import { originOf } from "../yaml/node.js";
import { slots } from "./capacity.js";
import type { Effective } from "./effective.js";
import type { AppServer, Service } from "./fleet.js";

/** socketserver.ForkingMixIn.max_children, as CPython's Lib/socketserver.py sets it. */
const DEFAULT_MAX_CHILDREN = 40;

export const maxChildren = (service: Service): Effective<number> => ({
  value: service.server?.max_children ?? DEFAULT_MAX_CHILDREN,
  because: service.server?.max_children === undefined ? "socketserver's default" : "set",
  origin: originOf(service.node, "server", "max_children"),
});

/** Children of mirrorlist_server at once: one for each slot that asks, up to max_children. */
export const forkedChildren = (service: Service): number =>
  service.server === undefined ? 0 : Math.min(maxChildren(service).value, slots(service));

export interface MemoryBill {
  readonly memory: Bytes;
  readonly base: Bytes;
  readonly processes: number;
  readonly perProcess: Bytes;
  readonly children: number;
  readonly perChild: Bytes;
  readonly reserve: Bytes;
  readonly total: Bytes;
  /** The most processes that fit, with as many children as they can ask for. */
  readonly room: number;
}

export type Billed =
  | { readonly ok: true; readonly bill: MemoryBill }
  | { readonly ok: false; readonly lacks: readonly string[] };

/** What an app server's memory is spent on when every process and child is there; or which figures are not given. */
export const memoryBill = (server: AppServer, service: Service): Billed => {
  const perProcess = service.wsgi.memory_per_process;
  const perChild = service.server === undefined ? 0 : service.server.memory_per_child;
  const lacks = [
    server.memory === undefined ? `memory of ${server.name}` : "",
    server.baseMemory === undefined ? `base_memory of ${server.name}` : "",
    perProcess === undefined ? "wsgi memory_per_process" : "",
    perChild === undefined ? "server memory_per_child" : "",
  ].filter((lack) => lack !== "");
  if (
    server.memory === undefined ||
    server.baseMemory === undefined ||
    perProcess === undefined ||
    perChild === undefined
  ) {
    return { ok: false, lacks };
  }
  const { memory, baseMemory: base, reserveMemory: reserve } = server;
  const { processes, threads } = service.wsgi;
  const children = forkedChildren(service);
  const total = base + processes * perProcess + children * perChild + reserve;
  const room = mostProcesses(
    memory - base - reserve,
    perProcess,
    perChild,
    threads,
    maxChildren(service).value,
  );
  return {
    ok: true,
    bill: { memory, base, processes, perProcess, children, perChild, reserve, total, room },
  };
};

/** Each process brings `threads` children until max_children are there; past that, processes only. */
const mostProcesses = (
  free: Bytes,
  perProcess: Bytes,
  perChild: Bytes,
  threads: number,
  mostChildren: number,
): number => {
  const eachWithChildren = Math.floor(free / (perProcess + threads * perChild));
  const besideAllChildren = Math.floor((free - mostChildren * perChild) / perProcess);
  return Math.max(eachWithChildren, perProcess === 0 ? 0 : besideAllChildren, 0);
};
