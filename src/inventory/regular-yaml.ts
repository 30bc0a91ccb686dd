import { APOSTROPHE, CLOSE_LIST, CLOSE_MAP, COLON, COMMA, OPEN_LIST, OPEN_MAP, QUOTE } from "./marks.js";
import type { MapNode, Scalar } from "./node.js";
import { HARMFUL_KEYS } from "./node.js";
import type { Place } from "./place.js";
import { plainValue } from "./plain-value.js";
import { Declined, Scanner } from "./scanner.js";
import { Source } from "./source.js";
import { rootOf, WrittenList, WrittenMap, WrittenScalar } from "./written.js";

/** Short of the bound at which the full reader refuses. */
const MAX_DEPTH = 60;
/** Values of one file, maps and lists among them: 100,000 hosts with nine settings each are a million. A map takes 300 bytes. */
export const MAX_VALUES = 2_000_000;

export type Regular =
  | { readonly ok: true; readonly root: MapNode }
  /** There the text is no longer regular, or holds a mistake, or is one value too long. */
  | { readonly ok: false; readonly at: Place; readonly tooLong: boolean };

/**
 * Reads the YAML that inventories are written in, and JSON with it: maps and lists by indentation or in brackets,
 * scalars on one line, plain or quoted, comments. It gives what the full reader gives, ten times faster and in a quarter of the
 * memory. Anything else (anchors, tags, block scalars, values over several lines, tabs, every mistake) it declines, for
 * the full reader to read or to refuse.
 */
export const readRegularYaml = ({ file, text }: Source): Regular => {
  // A line's end takes no column, so that every place stays.
  const source = new Source(file, text.includes("\r\n") ? text.replaceAll("\r\n", "\n") : text);
  const reader = new Reader(source);
  try {
    return { ok: true, root: reader.read() };
  } catch (error) {
    if (!(error instanceof Declined)) throw error;
    const at = source.place(error.offset, error.offset + 1);
    return { ok: false, at, tooLong: reader.tooLong };
  }
};

type Collection = WrittenMap | WrittenList;

/** Lives while it reads one file. */
class Reader {
  private readonly scan: Scanner;
  private values = 0;
  private depth = 0;

  get tooLong(): boolean {
    return this.values > MAX_VALUES;
  }

  constructor(private readonly source: Source) {
    this.scan = new Scanner(source);
  }

  read(): MapNode {
    const { scan } = this;
    const root = rootOf(this.source);
    if (this.source.text.startsWith("---")) {
      scan.at = 3;
      scan.nextContent();
    } else scan.toContent();
    if (scan.code() === OPEN_MAP) {
      this.flowMap(root, -1, true);
      scan.nextContent();
    } else if (scan.indent === 0) this.blockMap(root, 0);
    else scan.decline();
    // Anything left is a mistake, or a second document.
    if (scan.indent !== -1) scan.decline();
    return root;
  }

  /** From a key at `indent` to the first content that is further out. */
  private blockMap(map: WrittenMap, indent: number): void {
    const { scan } = this;
    this.enter();
    do {
      if (scan.atDash()) scan.decline();
      const start = scan.at;
      const name = this.newKey(map, false);
      this.blockValue(map, name, start, indent);
    } while (scan.indent === indent);
    if (scan.indent > indent) scan.decline();
    this.depth--;
  }

  /** What stands behind a key of a map at `indent`: on its line, or below. */
  private blockValue(map: WrittenMap, name: string, start: number, indent: number): void {
    const { scan } = this;
    const keyEnd = scan.scalarEnd;
    scan.skipSpaces();
    if (!scan.atLineEnd()) {
      map.entries.set(name, this.inlineValue(map, name, start, keyEnd, indent));
      scan.nextContent();
      return;
    }
    const nothingAt = scan.at;
    scan.nextContent();
    const inside = scan.indent > indent;
    if (scan.atDash() && scan.indent >= indent) {
      const list = new WrittenList(map, name, start, keyEnd);
      map.entries.set(name, list);
      this.blockList(list, scan.indent);
    } else if (!inside) {
      map.entries.set(name, this.scalar(null, map, name, start, nothingAt));
    } else if (this.atFlow()) {
      map.entries.set(name, this.inlineValue(map, name, start, keyEnd, indent));
      scan.nextContent();
    } else {
      const child = new WrittenMap(map, name, start, keyEnd);
      map.entries.set(name, child);
      this.blockMap(child, scan.indent);
    }
  }

  /** From a dash at `indent` to the first content that is further out, or that is no item. */
  private blockList(list: WrittenList, indent: number): void {
    const { scan } = this;
    this.enter();
    do {
      const dash = scan.at;
      scan.at++;
      scan.skipSpaces();
      this.blockItem(list, indent, indent + scan.at - dash);
    } while (scan.indent === indent && scan.atDash());
    if (scan.indent > indent) scan.decline();
    this.depth--;
  }

  /** What stands behind the dash of an item, beginning at column `column`. */
  private blockItem(list: WrittenList, indent: number, column: number): void {
    const { scan } = this;
    const start = scan.at;
    const index = list.items.length;
    if (scan.atLineEnd() || scan.atDash()) scan.decline();
    if (!this.atFlow()) {
      // A scalar with a colon behind it is the first key of a map.
      const value = this.scalarText(false);
      const end = scan.scalarEnd;
      scan.skipSpaces();
      if (scan.code() === COLON) {
        scan.at = start;
        const map = new WrittenMap(list, index, start, this.source.endOnLine(start));
        list.items.push(map);
        this.blockMap(map, column);
        return;
      }
      list.items.push(this.scalar(value, list, index, start, end));
    } else list.items.push(this.inlineValue(list, index, start, start, indent));
    scan.nextContent();
  }

  private atFlow(): boolean {
    const code = this.scan.code();
    return code === OPEN_MAP || code === OPEN_LIST;
  }

  /**
   * A scalar, or a flow map or list, of which further lines are indented by more than `outer`. Its place begins at
   * `start`. A scalar's ends with it if it stands on its key's line; else, and for a map or a list, it ends with the key.
   */
  private inlineValue(
    parent: Collection,
    name: string | number,
    start: number,
    keyEnd: number,
    outer: number,
    outermost = true,
  ): Collection | WrittenScalar {
    const { scan } = this;
    if (!this.atFlow()) {
      const value = this.scalarText(!outermost);
      return this.scalar(value, parent, name, start, scan.lineStart > start ? keyEnd : scan.scalarEnd);
    }
    const isMap = scan.code() === OPEN_MAP;
    const child = isMap
      ? new WrittenMap(parent, name, start, keyEnd)
      : new WrittenList(parent, name, start, keyEnd);
    if (child.kind === "map") this.flowMap(child, outer, outermost);
    else this.flowList(child, outer, outermost);
    // An item has no key: its place is all of it, or of its first line.
    if (parent.kind === "list") child.endAt(this.source.endOnLine(start, scan.at));
    return child;
  }

  private flowMap(map: WrittenMap, outer: number, outermost: boolean): void {
    const { scan } = this;
    this.enter();
    scan.at++;
    scan.skipFlowBlanks(outer, outermost);
    while (!scan.take(CLOSE_MAP)) {
      const start = scan.at;
      const name = this.newKey(map, true);
      const keyEnd = scan.scalarEnd;
      scan.skipFlowBlanks(outer, false);
      map.entries.set(name, this.inlineValue(map, name, start, keyEnd, outer, false));
      this.separator(CLOSE_MAP, outer, outermost);
    }
    this.depth--;
  }

  private flowList(list: WrittenList, outer: number, outermost: boolean): void {
    const { scan } = this;
    this.enter();
    scan.at++;
    scan.skipFlowBlanks(outer, outermost);
    while (!scan.take(CLOSE_LIST)) {
      const start = scan.at;
      list.items.push(this.inlineValue(list, list.items.length, start, start, outer, false));
      this.separator(CLOSE_LIST, outer, outermost);
    }
    this.depth--;
  }

  /** A comma, or else the bracket `close`, which is left. */
  private separator(close: number, outer: number, outermost: boolean): void {
    const { scan } = this;
    scan.skipFlowBlanks(outer, outermost);
    if (scan.take(COMMA)) scan.skipFlowBlanks(outer, outermost);
    else if (scan.code() !== close) scan.decline();
  }

  private newKey(map: WrittenMap, inFlow: boolean): string {
    const start = this.scan.at;
    const name = this.scan.key(inFlow);
    if (HARMFUL_KEYS.has(name) || name === "<<" || map.entries.has(name)) this.scan.decline(start);
    return name;
  }

  private scalarText(inFlow: boolean): Scalar {
    const code = this.scan.code();
    if (code === QUOTE || code === APOSTROPHE) return this.scan.quoted(code);
    return plainValue(this.scan.plain(inFlow));
  }

  private scalar(value: Scalar, parent: Collection, name: string | number, start: number, end: number) {
    this.count();
    return new WrittenScalar(value, parent, name, start, end);
  }

  private enter(): void {
    this.count();
    if (++this.depth > MAX_DEPTH) this.scan.decline();
  }

  private count(): void {
    if (++this.values > MAX_VALUES) this.scan.decline();
  }
}
