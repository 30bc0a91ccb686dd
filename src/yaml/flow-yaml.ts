import {
  APOSTROPHE,
  CLOSE_LIST,
  CLOSE_MAP,
  COMMA,
  DASH,
  isDigit,
  OPEN_LIST,
  OPEN_MAP,
  QUOTE,
} from "../text/marks.js";
import type { Scalar } from "./node.js";
import { HARMFUL_KEYS } from "./node.js";
import { Scanner } from "./scanner.js";
import type { Source } from "./source.js";
import type { Spot } from "./written.js";
import { RepeatedMap, WrittenList, WrittenMap, WrittenScalar } from "./written.js";

/** Short of the bound at which the full reader refuses. */
const MAX_DEPTH = 60;
/** Values of one file, maps and lists among them: 100,000 hosts with nine settings each are a million. A map takes 300 bytes. */
export const MAX_VALUES = 2_000_000;

type Collection = WrittenMap | WrittenList;

/** A flow map that was read, to be known again. */
interface Former {
  readonly map: WrittenMap;
  /** From bracket to bracket. */
  readonly text: string;
  readonly start: number;
  /** Where it stood: elsewhere the same text may mean something else. */
  readonly around: readonly [depth: number, outer: number, outermost: boolean];
  readonly values: number;
  /** Its last line, from its start on, and how far that is indented; undefined where it is its first. */
  readonly lastLine: readonly [start: number, indent: number] | undefined;
}

/** Reads scalars, keys, and what stands in brackets; counts what it reads, and how deep. Lives while one file is read. */
export class FlowReader {
  readonly scan: Scanner;
  private values = 0;
  private depth = 0;
  private former: Former | undefined;

  get tooLong(): boolean {
    return this.values > MAX_VALUES;
  }

  constructor(private readonly source: Source) {
    this.scan = new Scanner(source);
  }

  atFlow(): boolean {
    const code = this.scan.code();
    return code === OPEN_MAP || code === OPEN_LIST;
  }

  /**
   * A scalar, or a flow map or list, of which further lines are indented by more than `outer`. Its place is its key's; a
   * scalar's ends with it if it stands on its key's line.
   */
  inlineValue(
    key: Spot<Collection>,
    outer: number,
    outermost = true,
  ): Collection | RepeatedMap | WrittenScalar {
    const { scan } = this;
    const { from, start } = key;
    if (!this.atFlow()) {
      const value = this.scalarText(!outermost);
      return this.scalar(value, key, scan.lineStart > start ? key.end : scan.scalarEnd);
    }
    const isMap = scan.code() === OPEN_MAP;
    const again = isMap && from.kind === "map" ? this.again(key, outer, outermost) : undefined;
    if (again !== undefined) return again;
    const [begun, before] = [scan.at, this.values];
    const child = isMap ? new WrittenMap(key) : new WrittenList(key);
    if (child.kind === "map") this.flowMap(child, outer, outermost);
    else this.flowList(child, outer, outermost);
    // An item has no key: its place is all of it, or of its first line.
    if (from.kind === "list") child.endAt(this.source.endOnLine(start, scan.at));
    else if (child.kind === "map")
      this.former = {
        map: child,
        text: this.source.text.slice(begun, scan.at),
        start: begun,
        around: [this.depth, outer, outermost],
        values: this.values - before,
        lastLine: scan.lineStart > begun ? [scan.lineStart - begun, scan.indent] : undefined,
      };
    return child;
  }

  /** The flow map that is next, where it is written as the one before was. */
  private again(key: Spot, outer: number, outermost: boolean): RepeatedMap | undefined {
    const { scan, former } = this;
    if (former === undefined || !this.source.text.startsWith(former.text, scan.at)) return undefined;
    const [depth, formerOuter, formerOutermost] = former.around;
    if (depth !== this.depth || formerOuter !== outer || formerOutermost !== outermost) return undefined;
    this.values += former.values;
    if (this.values > MAX_VALUES) scan.decline();
    const map = new RepeatedMap(former.map, scan.at - former.start, key);
    if (former.lastLine !== undefined)
      [scan.lineStart, scan.indent] = [scan.at + former.lastLine[0], former.lastLine[1]];
    scan.at += former.text.length;
    return map;
  }

  flowMap(map: WrittenMap, outer: number, outermost: boolean): void {
    const { scan } = this;
    this.enter();
    scan.at++;
    scan.skipFlowBlanks(outer, outermost);
    while (!scan.take(CLOSE_MAP)) {
      const start = scan.at;
      const name = this.newKey(map, true);
      const end = scan.scalarEnd;
      scan.skipFlowBlanks(outer, false);
      map.entries.set(name, this.inlineValue({ from: map, name, start, end }, outer, false));
      this.separator(CLOSE_MAP, outer, outermost);
    }
    this.leave();
  }

  private flowList(list: WrittenList, outer: number, outermost: boolean): void {
    const { scan } = this;
    this.enter();
    scan.at++;
    scan.skipFlowBlanks(outer, outermost);
    while (!scan.take(CLOSE_LIST)) {
      const start = scan.at;
      const name = list.items.length;
      list.items.push(this.inlineValue({ from: list, name, start, end: start }, outer, false));
      this.separator(CLOSE_LIST, outer, outermost);
    }
    this.leave();
  }

  /** A comma, or else the bracket `close`, which is left. */
  private separator(close: number, outer: number, outermost: boolean): void {
    const { scan } = this;
    scan.skipFlowBlanks(outer, outermost);
    if (scan.take(COMMA)) scan.skipFlowBlanks(outer, outermost);
    else if (scan.code() !== close) scan.decline();
  }

  newKey(map: WrittenMap, inFlow: boolean): string {
    const start = this.scan.at;
    const name = this.scan.key(inFlow);
    if (HARMFUL_KEYS.has(name) || name === "<<" || map.entries.has(name)) this.scan.decline(start);
    return name;
  }

  scalarText(inFlow: boolean): Scalar {
    const code = this.scan.code();
    if (code === QUOTE || code === APOSTROPHE) return this.scan.quoted(code);
    return plainValue(this.scan.plain(inFlow));
  }

  scalar(value: Scalar, spot: Spot, end: number): WrittenScalar {
    this.count();
    return new WrittenScalar(value, spot, end);
  }

  /** Goes into a map or a list, and `leave` out of it. */
  enter(): void {
    this.count();
    if (++this.depth > MAX_DEPTH) this.scan.decline();
  }

  leave(): void {
    this.depth--;
  }

  private count(): void {
    if (++this.values > MAX_VALUES) this.scan.decline();
  }
}

const WORDS = new Map<string, Scalar>([
  ["~", null],
  ["null", null],
  ["Null", null],
  ["NULL", null],
  ["true", true],
  ["True", true],
  ["TRUE", true],
  ["false", false],
  ["False", false],
  ["FALSE", false],
]);

/** A plain scalar by YAML's core schema (10.3.2); a number is one only where it prints as it was written, so that 2.10 and 007 stay. */
const plainValue = (written: string): Scalar => {
  const first = written.charCodeAt(0);
  if (first === DASH || isDigit(first)) {
    const number = Number(written);
    return Number.isFinite(number) && String(number) === written ? number : written;
  }
  const word = written.length > 5 ? undefined : WORDS.get(written);
  return word === undefined ? written : word;
};
