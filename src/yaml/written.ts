import type { ListNode, MapNode, PathSegment, Scalar, ScalarNode } from "./node.js";
import { joinPath } from "./node.js";
import type { Origin } from "./place.js";
import { Source } from "./source.js";

/**
 * Where a value stands: what holds it (the map or list around it, or the file itself), its key or index there, and the
 * characters, on one line, that its place shows.
 */
export interface Spot<From extends Written | Source = Written | Source> {
  readonly from: From;
  readonly name: PathSegment;
  readonly start: number;
  readonly end: number;
}

/**
 * A value as a file writes it. It keeps two offsets, and works its place and path out when asked: an inventory has a
 * million values, and findings show a handful.
 */
abstract class Written {
  private place: Origin | undefined;
  private readonly from: Written | Source;
  private readonly name: PathSegment;
  private readonly start: number;
  private end: number;

  /** Not the spot itself is kept: that would be an object more for each of a million values. */
  constructor(spot: Spot, end = spot.end) {
    this.from = spot.from;
    this.name = spot.name;
    this.start = spot.start;
    this.end = end;
  }

  /** The same value where the text around it stands once more, `by` characters further on. */
  abstract again(from: Written, by: number): WrittenNode;

  /** Where `again` is: the same name, and the offsets further on. */
  protected further(from: Written, by: number): Spot {
    return { from, name: this.name, start: this.start + by, end: this.end + by };
  }

  /** For what is begun before its end is known. */
  endAt(end: number): void {
    this.end = end;
  }

  get origin(): Origin {
    this.place ??= { ...this.source.place(this.start, this.end), path: this.path };
    return this.place;
  }

  private get source(): Source {
    return this.from instanceof Source ? this.from : this.from.source;
  }

  private get path(): string {
    return this.from instanceof Source ? "" : joinPath(this.from.path, [this.name]);
  }
}

export class WrittenScalar extends Written implements ScalarNode {
  readonly kind = "scalar";

  /** `end` where its place ends elsewhere than the spot, which may be its key's. */
  constructor(
    readonly value: Scalar,
    spot: Spot,
    end?: number,
  ) {
    super(spot, end);
  }

  again(from: Written, by: number): WrittenScalar {
    return new WrittenScalar(this.value, this.further(from, by));
  }
}

/** Its reader fills it. */
export class WrittenList extends Written implements ListNode {
  readonly kind = "list";
  readonly items: WrittenNode[] = [];

  again(from: Written, by: number): WrittenList {
    const list = new WrittenList(this.further(from, by));
    for (const item of this.items) list.items.push(item.again(list, by));
    return list;
  }
}

/** Its reader fills it. */
export class WrittenMap extends Written implements MapNode {
  readonly kind = "map";
  readonly entries = new Map<string, WrittenNode>();

  again(from: Written, by: number): RepeatedMap {
    return new RepeatedMap(this, by, this.further(from, by));
  }
}

/**
 * A map whose text a file holds before, to the letter: most hosts of a fleet are written alike. Its values are those of
 * the former, at places of their own, made when they are asked for.
 */
export class RepeatedMap extends Written implements MapNode {
  readonly kind = "map";
  readonly entries: ReadonlyMap<string, WrittenNode>;

  constructor(
    readonly repeats: WrittenMap,
    private readonly by: number,
    spot: Spot,
  ) {
    super(spot);
    this.entries = new RepeatedEntries(repeats.entries, this, by);
  }

  again(from: Written, by: number): RepeatedMap {
    return new RepeatedMap(this.repeats, this.by + by, this.further(from, by));
  }
}

export type WrittenNode = WrittenScalar | WrittenList | WrittenMap | RepeatedMap;

/** Entries that are made one by one. */
class RepeatedEntries implements ReadonlyMap<string, WrittenNode> {
  private made: Map<string, WrittenNode> | undefined;

  constructor(
    private readonly former: ReadonlyMap<string, WrittenNode>,
    private readonly map: RepeatedMap,
    private readonly by: number,
  ) {}

  get size(): number {
    return this.former.size;
  }

  has(key: string): boolean {
    return this.former.has(key);
  }

  get(key: string): WrittenNode | undefined {
    const former = this.former.get(key);
    if (former === undefined) return undefined;
    const known = this.made?.get(key);
    if (known !== undefined) return known;
    this.made ??= new Map();
    const node = former.again(this.map, this.by);
    this.made.set(key, node);
    return node;
  }

  keys(): MapIterator<string> {
    return this.former.keys();
  }

  values(): MapIterator<WrittenNode> {
    return this.all().values();
  }

  entries(): MapIterator<[string, WrittenNode]> {
    return this.all().entries();
  }

  [Symbol.iterator](): MapIterator<[string, WrittenNode]> {
    return this.all().entries();
  }

  forEach(use: (node: WrittenNode, key: string, map: ReadonlyMap<string, WrittenNode>) => void): void {
    for (const [key, node] of this.all()) use(node, key, this);
  }

  /** In the order of the former. */
  private all(): Map<string, WrittenNode> {
    return new Map([...this.former.keys()].map((key) => [key, this.get(key) as WrittenNode]));
  }
}

/** The map that a file is. Its place is the file's first character. */
export const rootOf = (source: Source): WrittenMap =>
  new WrittenMap({ from: source, name: "", start: 0, end: 1 });
