import type { $ZodType, output } from "zod/v4/core";
import { readShape } from "../schema/shape.js";
import type { MapNode } from "../yaml/node.js";
import { mapAt, mergeLater, nodeAt, toPlain, withoutNulls } from "../yaml/node.js";
import type { Problems } from "./problems.js";
import { strayNullsIn } from "./stray-nulls.js";

/** What hosts set of their own, laid on the fleet's sections: each is read once, and the hosts of a range share one. */
export class HostSections {
  private readonly made = new Map<string, Map<MapNode, unknown>>();
  private readonly read = new Map<string, unknown>();

  constructor(
    root: MapNode,
    private readonly problems: Problems,
    /** The fleet's section of that name, as it lies under what a host sets of its own. */
    private readonly under: (path: readonly string[], own: MapNode) => MapNode = (path) =>
      mapAt(root, ...path),
  ) {}

  /** Makes something of the section at `path` as it is on a host; undefined where the host sets nothing of it, or nothing that can be read. */
  of<S extends $ZodType, T>(
    schema: S,
    path: readonly string[],
    host: MapNode,
    make: (section: output<S>, node: MapNode) => T,
  ): T | undefined {
    const own = nodeAt(host, ...path);
    if (own?.kind !== "map" || own.entries.size === 0) return undefined;
    const name = path.join(".");
    const made = this.made.get(name) ?? new Map<MapNode, unknown>();
    this.made.set(name, made);
    if (!made.has(own)) made.set(own, this.make(schema, path, own, make));
    return made.get(own) as T | undefined;
  }

  private make<S extends $ZodType, T>(
    schema: S,
    path: readonly string[],
    own: MapNode,
    make: (section: output<S>, node: MapNode) => T,
  ): T | undefined {
    const name = path.join(".");
    const merged = mergeLater(this.under(path, own), own);
    const text = `${name} ${JSON.stringify(toPlain(own))}`;
    if (this.read.has(text)) return make(this.read.get(text) as output<S>, merged);
    const nulls = strayNullsIn(merged, name);
    const shaped = readShape(schema, withoutNulls(merged), name);
    this.problems.addAll(nulls);
    if (shaped.ok) {
      this.read.set(text, shaped.value);
      return make(shaped.value, merged);
    }
    this.problems.addAll(shaped.problems);
    return undefined;
  }
}
