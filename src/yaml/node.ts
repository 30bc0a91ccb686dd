import type { Origin } from "./place.js";

/**
 * An inventory as a tree in which every value knows where it was written. `origin` spans `key: value` where a
 * scalar stands on its key's line, and the key alone where the value is a map or a list.
 */
export type Node = ScalarNode | ListNode | MapNode;

export type Scalar = string | number | boolean | null;

export interface ScalarNode {
  readonly kind: "scalar";
  readonly value: Scalar;
  readonly origin: Origin;
}

export interface ListNode {
  readonly kind: "list";
  readonly items: readonly Node[];
  readonly origin: Origin;
}

export interface MapNode {
  readonly kind: "map";
  readonly entries: ReadonlyMap<string, Node>;
  readonly origin: Origin;
  /** A map that is written the same: what is true of the values of one is true of those of the other. */
  readonly repeats?: MapNode;
}

/** Names with a meaning of their own in JavaScript: no key of an inventory. */
export const HARMFUL_KEYS: ReadonlySet<string> = new Set(["__proto__", "constructor", "prototype"]);

export type PathSegment = string | number;

export const isNull = (node: Node): boolean => node.kind === "scalar" && node.value === null;

/**
 * Lays `over` on `under`: maps merge key by key, lists and scalars replace, null removes. Where it has nothing to remove
 * it stays, as the result may be laid on something else: a host's section on the fleet's.
 */
export const mergeNodes = (under: Node | undefined, over: Node): Node => {
  if (over.kind !== "map" || under?.kind !== "map") return over;
  if (over.entries.size === 0) return under;
  const entries = new Map(under.entries);
  for (const [key, node] of over.entries) {
    const below = under.entries.get(key);
    if (isNull(node) && below !== undefined && !isNull(below)) entries.delete(key);
    else entries.set(key, mergeNodes(below, node));
  }
  return mapLike(over, entries);
};

/** A map without the nulls in it and in the maps below it. */
export const withoutNulls = (map: MapNode): MapNode => {
  if (map.repeats !== undefined && withoutNulls(map.repeats) === map.repeats) return map;
  let entries: Map<string, Node> | undefined;
  for (const [key, node] of map.entries) {
    const kept = node.kind === "map" ? withoutNulls(node) : node;
    if (kept === node && !isNull(node)) continue;
    entries ??= new Map(map.entries);
    if (isNull(node)) entries.delete(key);
    else entries.set(key, kept);
  }
  return entries ? mapLike(map, entries) : map;
};

/** `mergeNodes` of two maps, done when its entries are asked for: of most hosts they never are. */
export const mergeLater = (under: MapNode, over: MapNode): MapNode =>
  new Laid(over, () => (mergeNodes(under, over) as MapNode).entries);

/** A map of other entries in the place of `like`, which tells its place when asked. */
export const mapLike = (like: Node, entries: ReadonlyMap<string, Node>): MapNode =>
  new Laid(like instanceof Laid ? like.like : like, entries);

class Laid implements MapNode {
  readonly kind = "map";

  constructor(
    readonly like: Node,
    private laid: ReadonlyMap<string, Node> | (() => ReadonlyMap<string, Node>),
  ) {}

  get entries(): ReadonlyMap<string, Node> {
    if (typeof this.laid === "function") this.laid = this.laid();
    return this.laid;
  }

  get origin(): Origin {
    return this.like.origin;
  }
}

/** The map below `node` that `path` leads to, or an empty one at the deepest place that exists. */
export const mapAt = (node: MapNode, ...path: readonly string[]): MapNode => {
  const found = nodeAt(node, ...path);
  return found?.kind === "map" ? found : emptyMap(originOf(node, ...path));
};

export const emptyMap = (origin: Origin): MapNode => ({ kind: "map", entries: new Map(), origin });

export const nodeAt = (node: Node, ...path: readonly PathSegment[]): Node | undefined => {
  let at: Node | undefined = node;
  for (const segment of path) at = at && step(at, segment);
  return at;
};

/**
 * Where the value at `path` was written; where nothing was, the nearest thing around it that was, with the path at
 * which it would be written.
 */
export const originOf = (node: Node, ...path: readonly PathSegment[]): Origin => {
  let at = node;
  for (const [index, segment] of path.entries()) {
    const next = step(at, segment);
    if (next === undefined) return { ...at.origin, path: joinPath(at.origin.path, path.slice(index)) };
    at = next;
  }
  return at.origin;
};

/** `a.b[0].c`, as findings print it. */
export const joinPath = (start: string, segments: readonly PathSegment[]): string =>
  segments.reduce<string>(
    (text, segment) =>
      typeof segment === "number" ? `${text}[${segment}]` : text === "" ? segment : `${text}.${segment}`,
    start,
  );

const step = (node: Node, segment: PathSegment): Node | undefined => {
  if (node.kind === "map") return node.entries.get(String(segment));
  if (node.kind === "list" && typeof segment === "number") return node.items[segment];
  return undefined;
};

/** The tree without its places. Keys are known to be harmless here: reading refuses `__proto__` and its kin. */
export const toPlain = (node: Node): unknown => {
  if (node.kind === "scalar") return node.value;
  if (node.kind === "list") return node.items.map(toPlain);
  const plain: Record<string, unknown> = {};
  for (const [key, child] of node.entries) plain[key] = toPlain(child);
  return plain;
};
