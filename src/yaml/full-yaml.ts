import type { Document, Pair, Node as YamlNode } from "yaml";
import { yamlPackage } from "../text/on-demand.js";
import { showCount } from "../text/units.js";
import { type AliasTargets, aliasTargets } from "./alias-targets.js";
import type { MapNode, PathSegment, Scalar } from "./node.js";
import { emptyMap, HARMFUL_KEYS } from "./node.js";
import type { Origin } from "./place.js";
import type { Problem, ProblemKind } from "./problem.js";
import { problem } from "./problem.js";
import type { Source } from "./source.js";
import type { Spot, WrittenNode } from "./written.js";
import { rootOf, WrittenList, WrittenMap, WrittenScalar } from "./written.js";

/** Nodes that aliases may add to a file: enough for any shared block, far from a bomb. */
const MAX_ALIASED_NODES = 10_000;
const MAX_DEPTH = 64;

export interface Parsed {
  readonly root: MapNode;
  readonly problems: readonly Problem[];
}

/** Reads all of YAML 1.2, and says what is wrong with what is not YAML, or not an inventory. Never throws. */
export const readFullYaml = (source: Source): Parsed => {
  const top = rootOf(source).origin;
  const refuse = (found: Problem): Parsed => ({ root: emptyMap(top), problems: [found] });
  const yaml = yamlPackage();
  let document: Document.Parsed;
  try {
    document = yaml.parseDocument(source.text, {
      prettyErrors: false,
      // Found below, with both places: the parser's own search is quadratic in the number of keys.
      uniqueKeys: false,
      logLevel: "error",
    });
  } catch (error) {
    // The parser recurses: thousands of nested brackets exhaust its stack.
    const reason = error instanceof RangeError ? "nested too deeply to be an inventory" : String(error);
    return refuse(
      problem("schema/syntax", top, `${source.file} is ${reason}`, "keep the nesting under 64 levels"),
    );
  }
  const [error] = document.errors;
  if (error) {
    const [start, end] = error.pos;
    const length = Math.min(Math.max(end - start, 1), 80);
    const at = { ...source.place(start, start + length), path: "" };
    return refuse(problem("schema/syntax", at, ...describeSyntax(error.code, error.message)));
  }
  const { explicit, version } = document.directives.yaml;
  if (explicit && version !== "1.2") {
    const start = Math.max(source.text.indexOf("%YAML"), 0);
    const at = { ...source.place(start, source.endOnLine(start)), path: "" };
    return refuse(
      problem(
        "schema/syntax",
        at,
        `this is YAML ${version}, in which no, 010 and 1:30 mean something else`,
        "write YAML 1.2, and remove this line",
      ),
    );
  }
  return new FullReader(yaml, document, source).run();
};

const describeSyntax = (code: string, message: string): [string, string] => {
  const said = (message.split("\n")[0] ?? message).replace(/ at line \d+, column \d+:?$/, "");
  if (code === "TAB_AS_INDENT")
    return ["a tab indents this line, and YAML allows spaces only", "replace the tab with spaces"];
  if (code === "MULTIPLE_DOCS")
    return ["a second document starts here", "keep one document a file, without `---` between"];
  return [`this is not YAML: ${said}`, "correct the syntax at this place"];
};

/** Turns a parsed document into a located tree. Has a life: it counts what aliases add while it walks. */
class FullReader {
  private readonly problems: Problem[] = [];
  private readonly top: Origin;
  private aliased = 0;
  private insideAlias = 0;
  private found: AliasTargets | undefined;

  constructor(
    private readonly yaml: ReturnType<typeof yamlPackage>,
    private readonly document: Document.Parsed,
    private readonly source: Source,
  ) {
    this.top = rootOf(source).origin;
  }

  run(): Parsed {
    const { problems, source, top } = this;
    const root = this.document.contents;
    const node = root ? this.convert(root, { from: source, name: "", start: 0, end: 1 }, 0) : undefined;
    if (node?.kind === "map") return { root: node, problems };
    if (problems.length > 0) return { root: emptyMap(top), problems };
    const what =
      node === undefined || (node.kind === "scalar" && node.value === null) ? "nothing" : `a ${node.kind}`;
    const found = problem(
      "schema/type",
      top,
      `${source.file} holds ${what} where an inventory is a map of settings`,
      "start from the inventory that `mmconf init` writes",
    );
    return { root: emptyMap(top), problems: [found] };
  }

  /** Most files have no alias. */
  private get targets(): AliasTargets {
    const { contents } = this.document;
    this.found ??= contents ? aliasTargets(this.yaml, contents, MAX_DEPTH) : new Map();
    return this.found;
  }

  private convert(node: YamlNode, spot: Spot, depth: number): WrittenNode | undefined {
    if (this.insideAlias > 0 && ++this.aliased > MAX_ALIASED_NODES) {
      if (this.aliased === MAX_ALIASED_NODES + 1) {
        const message = `aliases make this file grow by more than ${showCount(MAX_ALIASED_NODES)} values`;
        this.report("schema/alias", spot, message, "use host ranges or `extends` to share values");
      }
      return undefined;
    }
    if (depth > MAX_DEPTH) {
      this.report("schema/syntax", spot, `nested deeper than ${MAX_DEPTH} levels`, "flatten this part");
      return undefined;
    }
    if (this.yaml.isAlias(node)) return this.convertAlias(node.source, this.targets.get(node), spot, depth);
    // The parser notes a tag only where the file writes one.
    if (node.tag !== undefined) {
      this.report("schema/tag", spot, `the tag ${node.tag} is not allowed`, "write the plain value");
      return undefined;
    }
    if (this.yaml.isScalar(node)) return this.convertScalar(valueOf(node), spot);
    if (this.yaml.isSeq(node)) return this.convertList(node.items as readonly YamlNode[], spot, depth);
    if (this.yaml.isMap(node)) return this.convertMap(node.items as readonly KeyAndValue[], spot, depth);
    return undefined;
  }

  /** An escape may name half of a surrogate pair, which has no bytes: another character would be rendered. */
  private convertScalar(value: Scalar, spot: Spot): WrittenScalar | undefined {
    if (typeof value !== "string" || value.isWellFormed()) return new WrittenScalar(value, spot);
    this.report(
      "schema/syntax",
      spot,
      "an escape stands for half of a surrogate pair",
      "write the character itself",
    );
    return undefined;
  }

  private convertAlias(
    name: string,
    target: YamlNode | undefined,
    spot: Spot,
    depth: number,
  ): WrittenNode | undefined {
    if (target === undefined) {
      this.report("schema/alias", spot, `alias *${name} has no anchor before it`, `define it with &${name}`);
      return undefined;
    }
    this.insideAlias++;
    try {
      return this.convert(target, spot, depth + 1);
    } finally {
      this.insideAlias--;
    }
  }

  private convertList(items: readonly YamlNode[], spot: Spot, depth: number): WrittenList {
    const list = new WrittenList(spot);
    for (const [index, item] of items.entries()) {
      const child = this.convert(item, this.spotOf(list, index, item, item), depth + 1);
      if (child) list.items.push(child);
    }
    return list;
  }

  private convertMap(pairs: readonly KeyAndValue[], spot: Spot, depth: number): WrittenMap {
    const map = new WrittenMap(spot);
    for (const { key, value } of pairs) {
      const name = this.yaml.isScalar(key) ? keyName(key) : undefined;
      if (!name?.isWellFormed()) {
        const at = key ? { ...this.spotOf(map, "", key, key), ...nameOf(spot) } : spot;
        this.report("schema/key", at, "a key must be plain text", "write the key as a word");
        continue;
      }
      const at = this.spotOf(map, name, key, value ?? key);
      if (HARMFUL_KEYS.has(name) || name === "<<") {
        const fix =
          name === "<<" ? "write the keys out, or share them with `extends`" : "choose another name";
        this.report("schema/key", at, `the key ${name} is not allowed`, fix);
        continue;
      }
      const before = map.entries.get(name);
      if (before) {
        const first = `line ${before.origin.line}, column ${before.origin.column}`;
        this.report(
          "schema/duplicate-key",
          at,
          `${name} is set twice in this map: first at ${first}`,
          "keep one of the two",
        );
        continue;
      }
      const child = value ? this.convert(value, at, depth + 1) : new WrittenScalar(null, at);
      if (child) map.entries.set(name, child);
    }
    return map;
  }

  private report(check: ProblemKind, spot: Spot, message: string, fix: string): void {
    this.problems.push(problem(check, new WrittenScalar(null, spot).origin, message, fix));
  }

  /** From `key` to the end of a scalar `value` on the same line; otherwise the key alone, or what of it is on its first line. */
  private spotOf(from: WrittenMap | WrittenList, name: PathSegment, key: YamlNode, value: YamlNode): Spot {
    const start = key.range?.[0] ?? 0;
    const keyEnd = Math.max(this.source.endOnLine(start, key.range?.[1]), start + 1);
    const reach = this.yaml.isMap(value) || this.yaml.isSeq(value) ? keyEnd : (value.range?.[1] ?? keyEnd);
    const onLine = reach > keyEnd && this.source.endOnLine(keyEnd, reach) === reach;
    return { from, name, start, end: onLine ? reach : keyEnd };
  }
}

const nameOf = ({ from, name }: Spot): Pick<Spot, "from" | "name"> => ({ from, name });

/** A plain key keeps its spelling (`2.10`, `no`); a quoted one is what the quotes hold. */
const keyName = (key: { value: unknown; source?: string; type?: string }): string =>
  key.type === "PLAIN" && key.source !== undefined ? key.source : String(key.value);

const valueOf = ({ value, source, type }: { value: unknown; source?: string; type?: string }): Scalar => {
  // 2.10 and 007 must stay as written: a number is taken as one only where it prints as it was written.
  const plain = type === undefined || type === "PLAIN";
  const written = source ?? String(value);
  const kept = plain && typeof value === "number" && String(value) !== written ? written : value;
  return isScalarValue(kept) ? kept : written;
};

type KeyAndValue = Pair<YamlNode, YamlNode | null>;

const isScalarValue = (value: unknown): value is Scalar =>
  value === null || typeof value === "string" || typeof value === "number" || typeof value === "boolean";
