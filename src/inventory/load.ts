import { posix } from "node:path";
import { showCount } from "../text/units.js";
import type { MapNode } from "../yaml/node.js";
import { emptyMap, mergeNodes } from "../yaml/node.js";
import { parseInventory } from "../yaml/parse.js";
import type { Origin } from "../yaml/place.js";
import type { Problem } from "../yaml/problem.js";
import { problem } from "../yaml/problem.js";
import { expandRanges, hostRoom } from "./ranges.js";
import type { ReadFile } from "./read-file.js";
import type { Recordings } from "./recordings.js";
import { readRecordings } from "./recordings.js";
import { applySets, SET_FILE } from "./set.js";

export interface LoadedTree {
  readonly root: MapNode;
  readonly problems: readonly Problem[];
  /** What the files hold that the storms name. */
  readonly recordings: Recordings;
  /** Every file that took part, with its text, the overrides among them. */
  readonly sources: ReadonlyMap<string, string>;
}

/** Nobody follows a longer chain of inventories; each of them is read within the one before. */
const MAX_EXTENDED = 100;
/** Characters of all of them together: twice what one may have. */
const MAX_CHARACTERS = 128 * 1024 * 1024;

/** Reads an inventory with all that it extends, ranges written out and overrides laid on: one tree, every value placed. */
export const loadTree = (file: string, read: ReadFile, sets: readonly string[] = []): LoadedTree => {
  const sources = new Map<string, string>();
  const problems: Problem[] = [];
  const room = hostRoom();

  const identities = new Map<string, string>();
  let characters = 0;

  const load = (name: string, from: Origin, chain: readonly string[]): MapNode => {
    const got = read(name);
    if (!got.ok) {
      problems.push(
        problem(
          "schema/read",
          from,
          `can't read ${name}: ${got.reason}`,
          "name a file that exists and that you may read",
        ),
      );
      return emptyMap(from);
    }
    const former = identities.get(got.identity ?? "");
    if (former !== undefined) {
      problems.push(inCircle(from, [...chain.slice(chain.indexOf(former)), name]));
      return emptyMap(from);
    }
    if (got.identity !== undefined) identities.set(got.identity, name);
    characters += got.text.length;
    if (characters > MAX_CHARACTERS) {
      const message = `${name} and what extends it have more than ${showCount(MAX_CHARACTERS)} characters`;
      problems.push(
        problem("schema/size", from, message, "write hosts as ranges (app[001-900]), or extend less"),
      );
      return emptyMap(from);
    }
    sources.set(name, got.text);
    const parsed = parseInventory(got.text.replace(/^\ufeff/, ""), name);
    const ranged = expandRanges(parsed.root, room);
    for (const found of [...parsed.problems, ...ranged.problems]) problems.push(found);
    const base = loadBase(ranged.root, name, [...chain, name]);
    return mergeNodes(base, ranged.root) as MapNode;
  };

  const loadBase = (root: MapNode, name: string, chain: readonly string[]): MapNode | undefined => {
    const node = root.entries.get("extends");
    if (node === undefined) return undefined;
    if (node.kind !== "scalar" || typeof node.value !== "string" || node.value === "") {
      problems.push(
        problem(
          "schema/extends",
          node.origin,
          "extends takes the name of one inventory file",
          "write extends: base.yaml",
        ),
      );
      return undefined;
    }
    if (chain.length >= MAX_EXTENDED) {
      const message = `${MAX_EXTENDED} inventories extend one another, and this is one more`;
      problems.push(problem("schema/extends", node.origin, message, "merge some of the files"));
      return undefined;
    }
    const base = posix.normalize(posix.join(posix.dirname(name), node.value));
    if (chain.includes(base)) {
      problems.push(inCircle(node.origin, [...chain.slice(chain.indexOf(base)), base]));
      return undefined;
    }
    return load(base, node.origin, chain);
  };

  const start: Origin = { file, line: 1, column: 1, endColumn: 2, path: "" };
  const inventory = posix.normalize(file);
  const { root, problems: refused } = applySets(load(inventory, start, []), sets);
  if (sets.length > 0) sources.set(SET_FILE, sets.join("\n"));
  const recorded = readRecordings(root, inventory, read);
  for (const [name, text] of recorded.sources) sources.set(name, text);
  return {
    root,
    problems: [...problems, ...refused, ...recorded.problems],
    recordings: recorded.recordings,
    sources,
  };
};

const inCircle = (at: Origin, circle: readonly string[]): Problem =>
  problem(
    "schema/extends",
    at,
    `inventories extend each other in a circle: ${circle.join(" -> ")}`,
    "remove extends from one of them",
  );
