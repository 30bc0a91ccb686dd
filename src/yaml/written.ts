import type { ListNode, MapNode, PathSegment, Scalar, ScalarNode } from "./node.js";
import { joinPath } from "./node.js";
import type { Origin } from "./place.js";
import { Source } from "./source.js";

/**
 * A value as a file writes it. It keeps two offsets, and works its place and path out when asked: an inventory has a
 * million values, and findings show a handful.
 */
abstract class Written {
  private place: Origin | undefined;

  /** `from` is what holds the value: the map or list around it, or the file itself. `[start, end)` is on one line. */
  constructor(
    private readonly from: Written | Source,
    private readonly name: PathSegment,
    private readonly start: number,
    private end: number,
  ) {}

  /** The same value where the text around it stands once more, `by` characters further on. */
  abstract again(from: Written, by: number): WrittenNode;

  /** What `again` takes over: the name, and the offsets further on. */
  protected further(by: number): [name: PathSegment, start: number, end: number] {
    return [this.name, this.start + by, this.end + by];
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

  constructor(
    readonly value: Scalar,
    from: Written | Source,
    name: PathSegment,
    start: number,
    end: number,
  ) {
    super(from, name, start, end);
  }

  again(from: Written, by: number): WrittenScalar {
    return new WrittenScalar(this.value, from, ...this.further(by));
  }
}

/** Its reader fills it. */
export class WrittenList extends Written implements ListNode {
  readonly kind = "list";
  readonly items: WrittenNode[] = [];

  again(from: Written, by: number): WrittenList {
    const list = new WrittenList(from, ...this.further(by));
    for (const item of this.items) list.items.push(item.again(list, by));
    return list;
  }
}

/** Its reader fills it. */
export class WrittenMap extends Written implements MapNode {
  readonly kind = "map";
  readonly entries = new Map<string, WrittenNode>();

  again(from: Written, by: number): RepeatedMap {
    return new RepeatedMap(this, by, from, ...this.further(by));
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
    from: Written | Source,
    name: PathSegment,
    start: number,
    end: number,
  ) {
    super(from, name, start, end);
    this.entries = new RepeatedEntries(repeats.entries, this, by);
  }

  again(from: Written, by: number): RepeatedMap {
    return new RepeatedMap(this.repeats, this.by + by, from, ...this.further(by));
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
export const rootOf = (source: Source): WrittenMap => new WrittenMap(source, "", 0, 1);
