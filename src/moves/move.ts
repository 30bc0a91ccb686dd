import { DURATION, parseDuration } from "../text/units.js";
import type { MapNode, Scalar } from "../yaml/node.js";
import { mapAt, nodeAt, toPlain } from "../yaml/node.js";

/** What a move writes: one value, or a list. Null takes the setting out. */
export type MoveValue = Scalar | readonly unknown[];

/** One value that tune proposes: where it is written, what it takes the place of, and the arithmetic behind it. */
export interface Move {
  /** The keys that lead to it in the inventory. */
  readonly path: readonly string[];
  readonly value: MoveValue;
  /** The present value; undefined if there is none. */
  readonly before: unknown;
  readonly because: string;
}

/** A host and its section of the inventory. */
export interface HostPath {
  readonly section: "proxies" | "app_servers" | "backups";
  readonly name: string;
}

export interface Wish {
  readonly place: HostPath;
  readonly value: Scalar;
  readonly because: string;
}

/** A move to a value, unless it is there already. */
export const moveTo = (
  root: MapNode,
  path: readonly string[],
  value: MoveValue,
  because: string,
): readonly Move[] => {
  const there = nodeAt(root, ...path);
  const before = there === undefined ? undefined : toPlain(there);
  return isSame(before, value) ? [] : [{ path, value, before, because }];
};

/**
 * Gives each host what is wished for it, with the fewest words: what most of them are to have is written once for all,
 * and the others, and those that say something of their own, get it by name.
 */
export const spread = (root: MapNode, keys: readonly string[], wishes: readonly Wish[]): readonly Move[] => {
  const [common] = groupsOf(wishes).sort((a, b) => b.length - a.length);
  const [shared] = common ?? [];
  if (shared === undefined) return [];
  const effective = ({ section, name }: HostPath) =>
    nodeAt(root, section, name, ...keys) ?? nodeAt(root, ...keys);
  const isThere = ({ place, value }: Wish): boolean => {
    const node = effective(place);
    return isSame(node === undefined ? undefined : toPlain(node), value);
  };
  if (wishes.every(isThere)) return [];
  const alone = wishes.length < hearers(root, keys, wishes);
  const own = wishes.flatMap((wish) => {
    const { section, name } = wish.place;
    const path = [section, name, ...keys];
    const speaks = nodeAt(root, ...path) !== undefined;
    if (!alone && !speaks && isSame(wish.value, shared.value)) return [];
    return moveTo(root, path, wish.value, wish.because);
  });
  return alone ? own : [...moveTo(root, keys, shared.value, shared.because), ...own];
};

/** Hosts that a shared value would reach, and those among the wishes that have one of their own. */
const hearers = (root: MapNode, keys: readonly string[], wishes: readonly Wish[]): number => {
  const sections = wishes[0]?.place.section === "proxies" ? ["proxies"] : ["app_servers", "backups"];
  const wished = new Set(wishes.map(({ place }) => place.name));
  return sections.reduce((count, section) => {
    const names = [...mapAt(root, section).entries.keys()];
    return (
      count +
      names.filter((name) => wished.has(name) || nodeAt(root, section, name, ...keys) === undefined).length
    );
  }, 0);
};

const groupsOf = (wishes: readonly Wish[]): (readonly Wish[])[] => {
  const groups = new Map<Scalar, Wish[]>();
  for (const wish of wishes) {
    const group = groups.get(wish.value);
    if (group) group.push(wish);
    else groups.set(wish.value, [wish]);
  }
  return [...groups.values()];
};

const isSame = (before: unknown, value: MoveValue): boolean => {
  if (value === null) return before === undefined;
  if (
    typeof before === "string" &&
    typeof value === "string" &&
    DURATION.test(before) &&
    DURATION.test(value)
  )
    return parseDuration(before) === parseDuration(value);
  return JSON.stringify(before) === JSON.stringify(value);
};
