import type { MapNode, Node } from "../yaml/node.js";
import { mapLike, toPlain } from "../yaml/node.js";

/** One value that two inventories do not share; an undefined node is none. */
export interface Leaf {
  readonly path: readonly string[];
  readonly before: Node | undefined;
  readonly after: Node | undefined;
}

/** Every value that differs between two inventories. Maps are compared key by key, lists and scalars whole. */
export const differingLeaves = (before: MapNode, after: MapNode): readonly Leaf[] =>
  compare(before, after, []);

const compare = (before: Node | undefined, after: Node | undefined, path: readonly string[]): Leaf[] => {
  if (before === after) return [];
  if (before?.kind === "map" || after?.kind === "map") {
    const [a, b] = [entriesOf(before), entriesOf(after)];
    if (a && b)
      return [...new Set([...a.keys(), ...b.keys()])].flatMap((key) =>
        compare(a.get(key), b.get(key), [...path, key]),
      );
  }
  return same(before, after) ? [] : [{ path, before, after }];
};

/** A map that is not there is compared as one without entries, so that its values can be taken one by one. */
const entriesOf = (node: Node | undefined): ReadonlyMap<string, Node> | undefined =>
  node === undefined ? new Map() : node.kind === "map" ? node.entries : undefined;

const same = (a: Node | undefined, b: Node | undefined): boolean =>
  a !== undefined && b !== undefined && JSON.stringify(toPlain(a)) === JSON.stringify(toPlain(b));

/** The inventory `root` with the values after of some leaves. */
export const withLeaves = (root: MapNode, leaves: readonly Leaf[]): MapNode =>
  leaves.reduce((tree, { path, after }) => put(tree, path, after), root);

const put = (map: MapNode, [key, ...rest]: readonly string[], value: Node | undefined): MapNode => {
  if (key === undefined) return map;
  const entries = new Map(map.entries);
  const below = entries.get(key);
  const next =
    rest.length === 0
      ? value
      : put(
          below?.kind === "map"
            ? below
            : { kind: "map", entries: new Map(), origin: value?.origin ?? map.origin },
          rest,
          value,
        );
  if (next === undefined) entries.delete(key);
  else entries.set(key, next);
  return mapLike(map, entries);
};
