import * as z from "zod/mini";
import en from "zod/v4/locales/en.js";
import { nearest } from "../text/nearest.js";
import type { MapNode, PathSegment } from "../yaml/node.js";
import { joinPath, nodeAt, originOf, toPlain } from "../yaml/node.js";
import type { Origin } from "../yaml/place.js";
import type { Problem } from "../yaml/problem.js";
import { problem } from "../yaml/problem.js";
import type { FieldIssue } from "./field.js";
import { REFUSED, readValid } from "./read-valid.js";

// A schema is used once in a run: generating a parser for it would cost more than it saves.
z.config({ ...en(), jitless: true });

export type Shaped<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** Reads a located tree as `schema` says. Every violation is reported, each at its place; `name` is the tree's own path. */
export const readShape = <S extends z.core.$ZodType>(
  schema: S,
  node: MapNode,
  name = "",
): Shaped<z.output<S>> => {
  const valid = readValid(schema, node);
  if (valid !== REFUSED) return { ok: true, value: valid as z.output<S> };
  const parsed = z.safeParse(schema, toPlain(node));
  if (parsed.success) return { ok: true, value: parsed.data };
  return {
    ok: false,
    problems: parsed.error.issues.flatMap((issue) => toProblems(issue, schema, node, name)),
  };
};

const toProblems = (
  issue: z.core.$ZodIssue,
  schema: z.core.$ZodType,
  node: MapNode,
  prefix: string,
): Problem[] => {
  const path = issue.path.filter((segment): segment is PathSegment => typeof segment !== "symbol");
  const name = joinPath(prefix, path);
  const at = { ...originOf(node, ...path), path: name };
  if (issue.code === "unrecognized_keys") {
    const known = keysAt(schema, path);
    return issue.keys.map((key) => unknownKey(key, name, originOf(node, ...path, key), known));
  }
  if (issue.code === "custom") {
    const given = (issue.params ?? {}) as Partial<FieldIssue>;
    const says = given.rule === "schema/required" ? `${name} ${issue.message}` : `${name}: ${issue.message}`;
    return [problem(given.rule ?? "schema/value", at, says, given.fix ?? "correct the value")];
  }
  if (issue.code === "invalid_type" && nodeAt(node, ...path) === undefined) {
    return [problem("schema/required", at, `${name} is required and not set`, `set ${name}`)];
  }
  if (issue.code === "invalid_type") {
    const expected =
      issue.expected === "record" || issue.expected === "object"
        ? "a map of settings"
        : issue.expected === "array"
          ? "a list"
          : issue.expected;
    return [problem("schema/type", at, `${name} must be ${expected}`, `write ${expected} here`)];
  }
  return [problem("schema/value", at, `${name}: ${issue.message}`, "correct the value")];
};

const unknownKey = (key: string, parent: string, at: Origin, known: readonly string[]): Problem => {
  const close = nearest(key, known);
  const where = parent === "" ? "an inventory" : parent;
  const fix = close ? `did you mean ${close}?` : `${where} takes ${known.join(", ") || "no keys"}`;
  return problem("schema/unknown-key", at, `${key} is not a key of ${where}`, fix);
};

/** The keys of the section at `path`; none where there is no section of fixed keys. */
export const keysAt = (schema: z.core.$ZodType, path: readonly PathSegment[]): readonly string[] => {
  const at = path.reduce<z.core.$ZodType | undefined>(below, schema);
  const def = defOf(at);
  return def?.type === "object" ? Object.keys(def.shape) : [];
};

const below = (schema: z.core.$ZodType | undefined, segment: PathSegment): z.core.$ZodType | undefined => {
  const def = defOf(schema);
  if (def?.type === "object") return def.shape[segment];
  if (def?.type === "record") return def.valueType;
  return def?.type === "array" ? def.element : undefined;
};

/** What a schema is made of, whichever of zod's own flavours it was written with; an optional one counts as what it holds. */
const defOf = (schema: z.core.$ZodType | undefined): z.core.$ZodTypes["_zod"]["def"] | undefined => {
  const def = (schema as z.core.$ZodTypes | undefined)?._zod.def;
  return def?.type === "optional" ? defOf(def.innerType) : def;
};
