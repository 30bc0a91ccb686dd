import * as z from "zod/mini";
import type { MapNode, Node, Scalar } from "../yaml/node.js";
import { toPlain } from "../yaml/node.js";

type ZodType = z.core.$ZodType;

/** What a schema says of a tree that it does not accept. */
export const REFUSED = Symbol("refused");

/** Distinct values of one key that are kept; hosts differ in their addresses, and agree in the rest. */
const MAX_KEPT = 1000;

/**
 * Reads a tree as a schema says, or finds that zod has to say what is wrong with it. Sections and maps of hosts are
 * walked here, and zod is asked for each value of each key once: 100,000 hosts with 4 GiB ask what 4GiB is once.
 */
export const readValid = (schema: ZodType, node: Node): unknown => new ValidReader().read(schema, node);

/** Lives while it reads one tree. */
class ValidReader {
  private readonly kept = new Map<ZodType, Map<Scalar, unknown>>();

  read(schema: ZodType, node: Node): unknown {
    const { def } = (schema as z.core.$ZodTypes)._zod;
    if (def.type === "optional") return this.read(def.innerType, node);
    if (node.kind === "map" && !def.checks?.length) {
      if (def.type === "object" && defOf(def.catchall)?.type === "never")
        return this.readSection(Object.entries(def.shape), node);
      if (def.type === "record" && defOf(def.keyType)?.type === "string")
        return this.readRecord(def.valueType, node);
    }
    return node.kind === "scalar" ? this.readScalar(schema, node.value) : parse(schema, toPlain(node));
  }

  private readSection(keys: readonly [string, ZodType][], node: MapNode): unknown {
    const section: Record<string, unknown> = {};
    let found = 0;
    for (const [key, schema] of keys) {
      const child = node.entries.get(key);
      if (child === undefined) {
        if (defOf(schema)?.type !== "optional") return REFUSED;
        continue;
      }
      const value = this.read(schema, child);
      if (value === REFUSED) return REFUSED;
      section[key] = value;
      found++;
    }
    return found === node.entries.size ? section : REFUSED;
  }

  private readRecord(schema: ZodType, node: MapNode): unknown {
    const record: Record<string, unknown> = {};
    let last: { readonly node: Node; readonly value: unknown } | undefined;
    for (const [key, child] of node.entries) {
      // The hosts of a range share one entry, and most of those that are written out are written alike.
      const alike = child.kind === "map" ? (child.repeats ?? child) : child;
      const value = last?.node === alike ? last.value : this.read(schema, alike);
      if (value === REFUSED) return REFUSED;
      last = { node: alike, value };
      record[key] = value;
    }
    return record;
  }

  private readScalar(schema: ZodType, scalar: Scalar): unknown {
    const kept = this.kept.get(schema) ?? new Map<Scalar, unknown>();
    this.kept.set(schema, kept);
    const known = kept.get(scalar);
    if (known !== undefined) return known;
    const value = parse(schema, scalar);
    if (kept.size < MAX_KEPT) kept.set(scalar, value);
    return value;
  }
}

const parse = (schema: ZodType, plain: unknown): unknown => {
  const parsed = z.safeParse(schema, plain);
  return parsed.success ? parsed.data : REFUSED;
};

const defOf = (schema: ZodType | undefined) => (schema as z.core.$ZodTypes | undefined)?._zod.def;
