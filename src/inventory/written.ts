import type { ListNode, MapNode, Node, PathSegment, Scalar, ScalarNode } from "./node.js";
import { joinPath } from "./node.js";
import type { Origin } from "./place.js";
import { Source } from "./source.js";

/**
 * A value as a file writes it. It keeps two offsets, and works its place and path out when asked: an inventory has a
 * million values, and findings show a handful.
 */
abstract class Written {
  private told: Origin | undefined;

  /** `from` is what holds the value: the map or list around it, or the file itself. `[start, end)` is on one line. */
  constructor(
    private readonly from: Written | Source,
    private readonly name: PathSegment,
    private readonly start: number,
    private end: number,
  ) {}

  /** For what is begun before its end is known. */
  endAt(end: number): void {
    this.end = end;
  }

  get origin(): Origin {
    this.told ??= { ...this.source.place(this.start, this.end), path: this.path };
    return this.told;
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
}

/** Its reader fills it. */
export class WrittenList extends Written implements ListNode {
  readonly kind = "list";
  readonly items: Node[] = [];
}

/** Its reader fills it. */
export class WrittenMap extends Written implements MapNode {
  readonly kind = "map";
  readonly entries = new Map<string, Node>();
}

/** The map that a file is. Its place is the file's first character. */
export const rootOf = (source: Source): WrittenMap => new WrittenMap(source, "", 0, 1);
