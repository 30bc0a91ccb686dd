import { showCount } from "../text/units.js";
import type { MapNode, Node } from "../yaml/node.js";
import { mergeNodes } from "../yaml/node.js";
import { parseInventory } from "../yaml/parse.js";
import type { Origin } from "../yaml/place.js";
import type { Problem } from "../yaml/problem.js";
import { problem } from "../yaml/problem.js";
import { expandRanges } from "./ranges.js";

/** The name under which overrides given on the command line appear in findings: line n is the n-th of them. */
export const SET_FILE = "--set";

/** No setting lies deeper, and finding one takes time with the square of its path. */
const LONGEST_PATH = 1000;

export interface Overridden {
  readonly root: MapNode;
  readonly problems: readonly Problem[];
}

/** Lays `PATH=VALUE` overrides on an inventory, in order; a value is read as YAML, `null` removes. */
export const applySets = (root: MapNode, sets: readonly string[]): Overridden => {
  const problems: Problem[] = [];
  let tree = root;
  sets.forEach((text, index) => {
    const override = readSet(text, index + 1, tree);
    for (const found of override.problems) problems.push(found);
    if (override.root) tree = mergeNodes(tree, override.root) as MapNode;
  });
  return { root: tree, problems };
};

/** The keys that lead to every value that the overrides give, or take out, on an inventory as it is without them. */
export const setPaths = (root: MapNode, sets: readonly string[]): readonly (readonly string[])[] =>
  sets.flatMap((text, index) => {
    const { root: given } = readSet(text, index + 1, root);
    return given === undefined ? [] : leafPaths(given);
  });

const leafPaths = (node: Node): readonly (readonly string[])[] =>
  node.kind === "map" && node.entries.size > 0
    ? [...node.entries].flatMap(([key, child]) => leafPaths(child).map((path) => [key, ...path]))
    : [[]];

const readSet = (
  text: string,
  line: number,
  tree: MapNode,
): { root?: MapNode; problems: readonly Problem[] } => {
  const equals = text.indexOf("=");
  const path = equals === -1 ? text : text.slice(0, equals);
  const at: Origin = { file: SET_FILE, line, column: 1, endColumn: text.length + 1, path };
  const refuse = (message: string) => ({
    problems: [
      problem(
        "schema/set",
        at,
        message,
        "write --set haproxy.version=2.6 or --set kernel.net.core.somaxconn=1024",
      ),
    ],
  });
  if (equals === -1) return refuse(`${text} has no =VALUE`);
  if (path.length > LONGEST_PATH)
    return refuse(
      `its path has ${showCount(path.length)} characters; the limit is ${showCount(LONGEST_PATH)}`,
    );
  const segments = splitPath(path, tree);
  if (segments.some((segment) => segment === "")) return refuse(`${path} has an empty part`);

  // The value is read as YAML below a key, so that it obeys the rules of a file.
  const parsed = parseInventory(`value: ${text.slice(equals + 1)}\n`, SET_FILE);
  const [found] = parsed.problems;
  if (found) return refuse(`${text}: ${found.message}`);
  const value = parsed.root.entries.get("value");
  if (value === undefined || parsed.root.entries.size !== 1)
    return refuse(`${text}: the value is not one YAML value`);

  const nested = segments.reduceRight<Node>(
    (child, segment) => ({ kind: "map", entries: new Map([[segment, child]]), origin: at }),
    relocate(value, at),
  );
  const ranged = expandRanges(nested as MapNode);
  return { root: ranged.root, problems: ranged.problems };
};

const relocate = (node: Node, at: Origin): Node => {
  if (node.kind === "scalar") return { kind: "scalar", value: node.value, origin: at };
  if (node.kind === "list")
    return { kind: "list", items: node.items.map((item) => relocate(item, at)), origin: at };
  return {
    kind: "map",
    entries: new Map([...node.entries].map(([key, child]) => [key, relocate(child, at)])),
    origin: at,
  };
};

/** Splits at dots outside brackets; a key that itself holds dots (`net.core.somaxconn`, `app1.example.org`) is found whole. */
const splitPath = (path: string, tree: MapNode): readonly string[] => {
  const parts = path.split(/\.(?![^[]*\])/);
  const segments: string[] = [];
  let at: Node | undefined = tree;
  for (let i = 0; i < parts.length; ) {
    const length = keyLength(parts.slice(i), at, segments.at(-1));
    const segment = parts.slice(i, i + length).join(".");
    segments.push(segment);
    at = at?.kind === "map" ? at.entries.get(segment) : undefined;
    i += length;
  }
  return segments;
};

const keyLength = (parts: readonly string[], at: Node | undefined, parent: string | undefined): number => {
  // A sysctl name is the rest of the path, whether or not the inventory sets it yet.
  if (parent === "kernel") return parts.length;
  if (at?.kind !== "map") return 1;
  for (let length = parts.length; length > 1; length--) {
    if (at.entries.has(parts.slice(0, length).join("."))) return length;
  }
  return 1;
};
