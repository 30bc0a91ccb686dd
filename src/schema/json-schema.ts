import * as z from "zod/mini";
import { SAMPLES } from "./field.js";

/** The JSON Schema of an inventory, for editors: an inventory that extends another may leave out what that one says. */
export const jsonSchemaOf = (inventory: z.core.$ZodType): Record<string, unknown> => {
  const schema = z.toJSONSchema(inventory, { io: "input", unrepresentable: "any", reused: "inline" });
  const written = nullable(withoutRequired(schema)) as Record<string, unknown>;
  return {
    ...written,
    $id: "mmconf.schema.json",
    title: "mmconf inventory",
    required: ["mmconf"],
  };
};

/** Every part of an inventory may stand in the one that it extends. */
const withoutRequired = (node: unknown): unknown => {
  if (Array.isArray(node)) return node.map(withoutRequired);
  if (typeof node !== "object" || node === null) return node;
  const kept = Object.entries(node).filter(([key, value]) => !(key === "required" && Array.isArray(value)));
  return Object.fromEntries(
    kept.map(([key, value]) => [key === SAMPLES ? "examples" : key, withoutRequired(value)]),
  );
};

/** `null` removes what an extended inventory says, at every key below the top. */
const nullable = (node: unknown): unknown => {
  if (typeof node !== "object" || node === null || Array.isArray(node)) return node;
  const { properties, additionalProperties, ...rest } = node as Record<string, unknown>;
  const each = (value: unknown) => orNull(nullable(value));
  return {
    ...rest,
    ...(properties === undefined
      ? {}
      : {
          properties: Object.fromEntries(
            Object.entries(properties as object).map(([key, value]) => [key, each(value)]),
          ),
        }),
    ...(additionalProperties === undefined
      ? {}
      : {
          additionalProperties:
            typeof additionalProperties === "object" ? each(additionalProperties) : additionalProperties,
        }),
  };
};

const orNull = (node: unknown): unknown => {
  if (typeof node !== "object" || node === null) return node;
  const { description, ...rest } = node as Record<string, unknown>;
  return { ...(description === undefined ? {} : { description }), anyOf: [rest, { type: "null" }] };
};
