import type { Document, Node as YamlNode } from "yaml";
import { isAlias, isMap, isScalar, isSeq, LineCounter, parseDocument } from "yaml";
import type { MapNode, Node, Scalar } from "./node.js";
import { emptyMap } from "./node.js";
import type { Origin } from "./place.js";
import type { Problem, ProblemKind } from "./problem.js";
import { problem } from "./problem.js";

/** A file longer than this is refused unread: 100,000 hosts written out one a line take about 8 MiB. */
const MAX_CHARACTERS = 64 * 1024 * 1024;
/**
 * Marks that may build structure in one file. An inventory of 100,000 hosts has about a million; the parser keeps some
 * hundred bytes for each, so that a file of nothing but brackets would fill the memory.
 */
const MAX_MARKS = 2_000_000;
/** Nodes that aliases may add to a file: enough for any shared block, far from a bomb. */
const MAX_ALIASED_NODES = 10_000;
const MAX_DEPTH = 64;

/** The tags of YAML's core schema, and the non-specific one: they name what a plain value is anyhow. */
const CORE_TAGS = new Set([
  "!",
  ...["str", "int", "float", "bool", "null", "map", "seq"].map((name) => `tag:yaml.org,2002:${name}`),
]);

const HARMFUL_KEYS = new Set(["__proto__", "constructor", "prototype"]);

export interface Parsed {
  readonly root: MapNode;
  readonly problems: readonly Problem[];
}

/** Reads one inventory file, YAML 1.2 or JSON, as a located tree. Never throws: all that is wrong is a problem. */
export const parseInventory = (text: string, file: string): Parsed => {
  const top: Origin = { file, line: 1, column: 1, endColumn: 2, path: "" };
  const refuse = (found: Problem): Parsed => ({ root: emptyMap(top), problems: [found] });

  if (text.length > MAX_CHARACTERS) {
    return refuse(
      problem(
        "schema/size",
        top,
        `${file} has ${text.length.toLocaleString("en")} characters; the bound is ${MAX_CHARACTERS.toLocaleString("en")}`,
        "split it into files that extend one another, or write hosts as ranges (app[001-900])",
      ),
    );
  }
  const control = findControlCharacter(text);
  if (control) {
    const at = { ...placeOf(text, control.offset), file, path: "" };
    return refuse(
      problem(
        "schema/syntax",
        at,
        `${control.name} in the file: this is not a text file in UTF-8`,
        "save the inventory as UTF-8 text without control characters",
      ),
    );
  }
  if (countMarks(text) > MAX_MARKS) {
    return refuse(
      problem(
        "schema/size",
        top,
        `${file} holds more than ${MAX_MARKS.toLocaleString("en")} lines, brackets, dashes and colons: more than any inventory`,
        "look whether this is the right file; write hosts as ranges (app[001-900]), or split it with extends",
      ),
    );
  }
  if (text.trim() === "") {
    return refuse(
      problem("schema/syntax", top, `${file} is empty`, "start from the inventory that `mmconf init` writes"),
    );
  }
  return read(text, file, top);
};

const read = (text: string, file: string, top: Origin): Parsed => {
  const lines = new LineCounter();
  let document: Document.Parsed;
  try {
    document = parseDocument(text, {
      lineCounter: lines,
      prettyErrors: false,
      // Found below, with both places: the parser's own search is quadratic in the number of keys.
      uniqueKeys: false,
      logLevel: "error",
    });
  } catch (error) {
    // The parser recurses: thousands of nested brackets exhaust its stack.
    const reason = error instanceof RangeError ? "nested too deeply to be an inventory" : String(error);
    return {
      root: emptyMap(top),
      problems: [problem("schema/syntax", top, `${file} is ${reason}`, "keep the nesting under 64 levels")],
    };
  }
  const [error] = document.errors;
  if (error) {
    const { line, col } = lines.linePos(error.pos[0]);
    const end = Math.max(error.pos[1] - error.pos[0], 1);
    const at = { file, line, column: col, endColumn: col + Math.min(end, 80), path: "" };
    return {
      root: emptyMap(top),
      problems: [problem("schema/syntax", at, ...describeSyntax(error.code, error.message))],
    };
  }
  return new Reader(document, lines, file, top).run();
};

const describeSyntax = (code: string, message: string): [string, string] => {
  const said = (message.split("\n")[0] ?? message).replace(/ at line \d+, column \d+:?$/, "");
  if (code === "TAB_AS_INDENT")
    return ["a tab indents this line, and YAML takes spaces only", "replace the tab by spaces"];
  if (code === "MULTIPLE_DOCS")
    return ["a second document starts here", "keep one document a file, without `---` between"];
  return [`this is not YAML: ${said}`, "correct the syntax at this place"];
};

/** Turns a parsed document into a located tree. Has a life: it counts what aliases add while it walks. */
class Reader {
  private readonly problems: Problem[] = [];
  private aliased = 0;
  private insideAlias = 0;

  constructor(
    private readonly document: Document.Parsed,
    private readonly lines: LineCounter,
    private readonly file: string,
    private readonly top: Origin,
  ) {}

  run(): Parsed {
    const root = this.document.contents;
    const node = root ? this.convert(root, "", this.top, 0) : undefined;
    if (node?.kind === "map") return { root: node, problems: this.problems };
    if (this.problems.length > 0) return { root: emptyMap(this.top), problems: this.problems };
    const what =
      node === undefined || (node.kind === "scalar" && node.value === null) ? "nothing" : `a ${node.kind}`;
    const found = problem(
      "schema/type",
      this.top,
      `${this.file} holds ${what} where an inventory is a map of settings`,
      "start from the inventory that `mmconf init` writes",
    );
    return { root: emptyMap(this.top), problems: [found] };
  }

  private convert(node: YamlNode, path: string, origin: Origin, depth: number): Node | undefined {
    if (this.insideAlias > 0 && ++this.aliased > MAX_ALIASED_NODES) {
      if (this.aliased === MAX_ALIASED_NODES + 1) {
        const message = `aliases make this file grow by more than ${MAX_ALIASED_NODES.toLocaleString("en")} values`;
        this.report("schema/alias", origin, message, "write host ranges or `extends` where much is shared");
      }
      return undefined;
    }
    if (depth > MAX_DEPTH) {
      this.report("schema/syntax", origin, `nested deeper than ${MAX_DEPTH} levels`, "flatten this part");
      return undefined;
    }
    if (isAlias(node))
      return this.convertAlias(node.source, node.resolve(this.document), path, origin, depth);
    // The parser notes a tag only where the file writes one.
    if (node.tag !== undefined && !CORE_TAGS.has(node.tag)) return this.refuseTag(node.tag, origin);
    if (isScalar(node)) return this.convertScalar(node.value, node.source, node.type, origin);
    if (isSeq(node)) {
      const items = node.items.map((item, index) => {
        const child = item as YamlNode;
        return this.convert(
          child,
          `${path}[${index}]`,
          this.originOf(child, child, `${path}[${index}]`),
          depth + 1,
        );
      });
      return { kind: "list", items: items.filter((item) => item !== undefined), origin };
    }
    if (isMap(node)) return this.convertMap(node.items as readonly Pair[], path, origin, depth);
    return undefined;
  }

  private convertAlias(
    name: string,
    target: YamlNode | undefined,
    path: string,
    origin: Origin,
    depth: number,
  ) {
    if (target === undefined) {
      this.report(
        "schema/alias",
        origin,
        `alias *${name} has no anchor before it`,
        `define it with &${name}`,
      );
      return undefined;
    }
    this.insideAlias++;
    try {
      return this.convert(target, path, origin, depth + 1);
    } finally {
      this.insideAlias--;
    }
  }

  private convertMap(pairs: readonly Pair[], path: string, origin: Origin, depth: number): MapNode {
    const entries = new Map<string, Node>();
    for (const { key, value } of pairs) {
      const name = isScalar(key) ? keyName(key) : undefined;
      if (name === undefined) {
        const at = key ? this.originOf(key, key, path) : origin;
        this.report("schema/key", at, "a key must be plain text", "write the key as a word");
        continue;
      }
      const childPath = path === "" ? name : `${path}.${name}`;
      const at = this.originOf(key, value ?? key, childPath);
      if (HARMFUL_KEYS.has(name) || name === "<<") {
        const mend =
          name === "<<" ? "write the keys out, or share them with `extends`" : "choose another name";
        this.report("schema/key", at, `the key ${name} is not taken`, mend);
        continue;
      }
      const before = entries.get(name);
      if (before) {
        const first = `line ${before.origin.line}, column ${before.origin.column}`;
        this.report(
          "schema/duplicate-key",
          at,
          `${name} stands twice in this map: first at ${first}`,
          "keep one of the two",
        );
        continue;
      }
      const child: Node | undefined = value
        ? this.convert(value, childPath, at, depth + 1)
        : { kind: "scalar", value: null, origin: at };
      if (child) entries.set(name, child);
    }
    return { kind: "map", entries, origin };
  }

  private convertScalar(
    value: unknown,
    source: string | undefined,
    type: string | undefined,
    origin: Origin,
  ): Node {
    // 2.10 and 007 must stay as written: a number is taken as one only where it prints as it was written.
    const plain = type === undefined || type === "PLAIN";
    const written = source ?? String(value);
    const kept = plain && typeof value === "number" && String(value) !== written ? written : value;
    return { kind: "scalar", value: isScalarValue(kept) ? kept : written, origin };
  }

  private refuseTag(tag: string, origin: Origin): undefined {
    this.report("schema/tag", origin, `the tag ${tag} is not taken`, "write the plain value");
    return undefined;
  }

  private report(check: ProblemKind, at: Origin, message: string, mend: string): void {
    this.problems.push(problem(check, at, message, mend));
  }

  /** From `key` to the end of a scalar `value` on the same line; otherwise the key alone. */
  private originOf(key: YamlNode, value: YamlNode, path: string): Origin {
    const start = key.range?.[0] ?? 0;
    const { line, col } = this.lines.linePos(start);
    const keyEnd = col + Math.max((key.range?.[1] ?? start + 1) - start, 1);
    const reach = isMap(value) || isSeq(value) ? undefined : value.range?.[1];
    const end = reach === undefined ? undefined : this.lines.linePos(reach);
    const endColumn = end && end.line === line && end.col > keyEnd ? end.col : keyEnd;
    return { file: this.file, line, column: col, endColumn, path };
  }
}

/** A plain key keeps its spelling (`2.10`, `no`); a quoted one is what the quotes hold. */
const keyName = (key: { value: unknown; source?: string; type?: string }): string =>
  key.type === "PLAIN" && key.source !== undefined ? key.source : String(key.value);

interface Pair {
  readonly key: YamlNode;
  readonly value: YamlNode | null;
}

const isScalarValue = (value: unknown): value is Scalar =>
  value === null || typeof value === "string" || typeof value === "number" || typeof value === "boolean";

const MARKS = new Set([..."\n[]{},:-?&*#'\"|>!"].map((mark) => mark.charCodeAt(0)));

const countMarks = (text: string): number => {
  // A short file can't hold too many.
  if (text.length <= MAX_MARKS) return 0;
  let marks = 0;
  for (let i = 0; i < text.length; i++) if (MARKS.has(text.charCodeAt(i))) marks++;
  return marks;
};

const findControlCharacter = (text: string): { offset: number; name: string } | undefined => {
  const found = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\ufffd]/.exec(text);
  if (!found) return undefined;
  const code = found[0].charCodeAt(0);
  const name =
    code === 0xfffd
      ? "a byte that is not UTF-8"
      : `a control character (U+${code.toString(16).padStart(4, "0")})`;
  return { offset: found.index, name };
};

const placeOf = (text: string, offset: number): { line: number; column: number; endColumn: number } => {
  const before = text.slice(0, offset);
  const line = before.split("\n").length;
  const column = offset - before.lastIndexOf("\n");
  return { line, column, endColumn: column + 1 };
};
