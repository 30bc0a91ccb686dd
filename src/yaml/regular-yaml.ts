import { COLON, OPEN_MAP } from "../text/marks.js";
import { FlowReader } from "./flow-yaml.js";
import type { MapNode } from "./node.js";
import type { Place } from "./place.js";
import type { Scanner } from "./scanner.js";
import { Declined } from "./scanner.js";
import { Source } from "./source.js";
import { rootOf, WrittenList, WrittenMap } from "./written.js";

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
  const reader = new RegularReader(source);
  try {
    return { ok: true, root: reader.read() };
  } catch (error) {
    if (!(error instanceof Declined)) throw error;
    const at = source.place(error.offset, error.offset + 1);
    return { ok: false, at, tooLong: reader.tooLong };
  }
};

/** Lives while it reads one file. */
class RegularReader {
  private readonly flow: FlowReader;
  private readonly scan: Scanner;

  get tooLong(): boolean {
    return this.flow.tooLong;
  }

  constructor(private readonly source: Source) {
    this.flow = new FlowReader(source);
    this.scan = this.flow.scan;
  }

  read(): MapNode {
    const { scan } = this;
    const root = rootOf(this.source);
    if (!this.source.text.isWellFormed()) scan.decline();
    if (this.source.text.startsWith("---")) {
      scan.at = 3;
      scan.nextContent();
    } else scan.toContent();
    if (scan.code() === OPEN_MAP) {
      this.flow.flowMap(root, -1, true);
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
    this.flow.enter();
    do {
      if (scan.atDash()) scan.decline();
      const start = scan.at;
      const name = this.flow.newKey(map, false);
      this.blockValue(map, name, start, indent);
    } while (scan.indent === indent);
    if (scan.indent > indent) scan.decline();
    this.flow.leave();
  }

  /** What stands behind a key of a map at `indent`: on its line, or below. */
  private blockValue(map: WrittenMap, name: string, start: number, indent: number): void {
    const { scan } = this;
    const key = { from: map, name, start, end: scan.scalarEnd };
    scan.skipSpaces();
    if (!scan.atLineEnd()) {
      map.entries.set(name, this.flow.inlineValue(key, indent));
      scan.nextContent();
      return;
    }
    const nothingAt = scan.at;
    scan.nextContent();
    const inside = scan.indent > indent;
    if (scan.atDash() && scan.indent >= indent) {
      const list = new WrittenList(key);
      map.entries.set(name, list);
      this.blockList(list, scan.indent);
    } else if (!inside) {
      map.entries.set(name, this.flow.scalar(null, key, nothingAt));
    } else if (this.flow.atFlow()) {
      map.entries.set(name, this.flow.inlineValue(key, indent));
      scan.nextContent();
    } else {
      const child = new WrittenMap(key);
      map.entries.set(name, child);
      this.blockMap(child, scan.indent);
    }
  }

  /** From a dash at `indent` to the first content that is further out, or that is no item. */
  private blockList(list: WrittenList, indent: number): void {
    const { scan } = this;
    this.flow.enter();
    do {
      const dash = scan.at;
      scan.at++;
      scan.skipSpaces();
      this.blockItem(list, indent, indent + scan.at - dash);
    } while (scan.indent === indent && scan.atDash());
    if (scan.indent > indent) scan.decline();
    this.flow.leave();
  }

  /** What stands behind the dash of an item, beginning at column `column`. */
  private blockItem(list: WrittenList, indent: number, column: number): void {
    const { scan } = this;
    const start = scan.at;
    const item = { from: list, name: list.items.length, start, end: start };
    if (scan.atLineEnd() || scan.atDash()) scan.decline();
    if (!this.flow.atFlow()) {
      // A scalar with a colon behind it is the first key of a map.
      const value = this.flow.scalarText(false);
      const end = scan.scalarEnd;
      scan.skipSpaces();
      if (scan.code() === COLON) {
        scan.at = start;
        const map = new WrittenMap({ ...item, end: this.source.endOnLine(start) });
        list.items.push(map);
        this.blockMap(map, column);
        return;
      }
      list.items.push(this.flow.scalar(value, item, end));
    } else list.items.push(this.flow.inlineValue(item, indent));
    scan.nextContent();
  }
}
