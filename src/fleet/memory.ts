import type { Bytes } from "../text/units.js";
import { slots } from "./capacity.js";
import type { AppServer, Service } from "./fleet.js";
import type { Behind, Weighed } from "./runtime.js";

/** So many of a thing, and what each takes. */
export interface MemoryLine {
  /** `processes`, `children`. */
  readonly name: string;
  readonly count: number;
  readonly each: Bytes;
}

export interface MemoryBill {
  readonly memory: Bytes;
  readonly base: Bytes;
  /** What the host's other services come in, and what stands behind their slots. */
  readonly others: readonly MemoryLine[];
  /** What the slots come in. */
  readonly units: MemoryLine;
  /** What all slots ask for at once. */
  readonly behind: readonly MemoryLine[];
  readonly reserve: Bytes;
  readonly total: Bytes;
  /** The most units that fit, with as much behind their slots as they can ask for. */
  readonly room: number;
}

export type Billed =
  | { readonly ok: true; readonly bill: MemoryBill }
  /** None where nothing can be said of the memory of what the slots come in. */
  | { readonly ok: false; readonly lacks: readonly string[] };

/** What an app server's memory is spent on when every unit and all behind the slots is there; or which figures are not given. */
export const memoryBill = (server: AppServer, service: Service): Billed => {
  const { units } = service.runtime;
  const { memory, baseMemory: base, reserveMemory: reserve, name } = server;
  const perUnit = units.memory?.each;
  if (units.memory === undefined) return { ok: false, lacks: [] };
  const beside = besides(server, service);
  const weights = service.behind.map((behind) => ({ behind, each: behind.memory.each }));
  const known = weights.flatMap(({ behind, each }) => (each === undefined ? [] : [{ behind, each }]));
  if (
    memory === undefined ||
    base === undefined ||
    perUnit === undefined ||
    known.length < weights.length ||
    beside.lacks.length > 0
  ) {
    const lacks = [
      memory === undefined ? `memory of ${name}` : "",
      base === undefined ? `base_memory of ${name}` : "",
      perUnit === undefined ? units.memory.lacks : "",
      ...service.behind.map(({ memory: weighed }) => (weighed.each === undefined ? weighed.lacks : "")),
      ...beside.lacks,
    ];
    return { ok: false, lacks: lacks.filter((lack) => lack !== "") };
  }
  const linesFor = (all: number): readonly MemoryLine[] =>
    known.map(({ behind, each }) => ({ name: behind.units, count: askedOf(behind, all), each }));
  const taken = sumOf(beside.lines);
  const costOf = (count: number): Bytes => count * perUnit + sumOf(linesFor(count * units.slots));
  return {
    ok: true,
    bill: {
      memory,
      base,
      units: { name: units.setting, count: units.count, each: perUnit },
      others: beside.lines,
      behind: linesFor(slots(service)),
      reserve,
      total: base + taken + costOf(units.count) + reserve,
      room: mostWithin(memory - base - taken - reserve, costOf),
    },
  };
};

/** What the other services of a host take: those of which nothing can be said, a plain number of slots, take nothing. */
const besides = (
  { services }: AppServer,
  service: Service,
): { readonly lines: readonly MemoryLine[]; readonly lacks: readonly string[] } => {
  const lines: MemoryLine[] = [];
  const lacks: string[] = [];
  const add = (of: string, name: string, count: number, { each, lacks: lack }: Weighed): void => {
    if (each === undefined) lacks.push(`${lack} of ${of}`);
    else lines.push({ name: `${name} of ${of}`, count, each });
  };
  for (const other of services) {
    if (other.name === service.name) continue;
    const { units } = other.runtime;
    if (units.memory !== undefined) add(other.name, units.setting, units.count, units.memory);
    for (const behind of other.behind)
      add(other.name, behind.units, askedOf(behind, slots(other)), behind.memory);
  }
  return { lines, lacks };
};

/** How many of a thing so many slots ask for at once. */
export const askedOf = ({ most }: Behind, all: number): number => Math.min(most.value, all);

const sumOf = (lines: readonly MemoryLine[]): Bytes =>
  lines.reduce((sum, { count, each }) => sum + count * each, 0);

/** Past it a host would have more processes than Linux has numbers for. */
const MAX_UNITS = 2 ** 22;

/** The most whose cost, which grows with them, is within `free`. */
const mostWithin = (free: Bytes, costOf: (count: number) => Bytes): number => {
  let low = 0;
  let high = 1;
  while (high < MAX_UNITS && costOf(high) <= free) {
    low = high;
    high *= 2;
  }
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (costOf(middle) <= free) low = middle;
    else high = middle;
  }
  return low;
};

/** One for each slot of what is behind them: with less than that slots would wait. */
export const withAllBehind = (service: Service): Service => ({
  ...service,
  behind: service.behind.map((behind) => ({
    ...behind,
    most: { ...behind.most, value: Number.POSITIVE_INFINITY },
  })),
});
