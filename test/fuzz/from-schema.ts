import fc from "fast-check";
import { DURATION } from "../../src/text/units.js";
import type { Schema } from "../../tools/docs/schema.js";

/** What a path of the schema is generated as, in place of what its schema says; null leaves it out. */
export type Overrides = Readonly<Record<string, fc.Arbitrary<unknown> | null>>;

/** Values that `schema` accepts, every optional key there or not. */
export const fromSchema = (schema: Schema, overrides: Overrides, path = ""): fc.Arbitrary<unknown> => {
  const override = overrides[path];
  if (override) return override;
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (schema.enum) return fc.constantFrom(...schema.enum);
  if (schema.anyOf) {
    const choices = schema.anyOf.filter((one) => one.type !== "null");
    return fc.oneof(...choices.map((choice) => fromSchema(choice, overrides, path)));
  }
  if (schema.properties) return record(schema.properties, overrides, path);
  if (schema.items)
    return fc.array(fromSchema(schema.items, overrides, `${path}[]`), {
      minLength: schema.minItems ?? 0,
      maxLength: 3,
    });
  if (typeof schema.additionalProperties === "object") return fc.constant({});
  if (schema.type === "boolean") return fc.boolean();
  if (schema.type === "integer") return wholeNumber(schema.minimum ?? 0, schema.maximum ?? 2 ** 31 - 1);
  if (schema.pattern === DURATION.source) return duration;
  if (schema.pattern) return fc.stringMatching(new RegExp(schema.pattern), { size: "xsmall" });
  return fc.constantFrom(...(schema.examples ?? ["text"]));
};

const record = (
  properties: Readonly<Record<string, Schema>>,
  overrides: Overrides,
  path: string,
): fc.Arbitrary<unknown> => {
  const entries = Object.entries(properties).filter(([key]) => overrides[`${path}.${key}`] !== null);
  return fc.record(
    Object.fromEntries(entries.map(([key, value]) => [key, fromSchema(value, overrides, `${path}.${key}`)])),
    { requiredKeys: [] },
  );
};

/** Small numbers, large ones, and the ends. */
const wholeNumber = (least: number, most: number): fc.Arbitrary<number> =>
  fc.oneof(
    fc.integer({ min: least, max: Math.min(most, least + 100) }),
    fc.integer({ min: least, max: most }),
    fc.constantFrom(least, most),
  );

/** What people write; the ends are the schema's own to refuse. */
const duration = fc
  .tuple(fc.integer({ min: 1, max: 500 }), fc.constantFrom("ms", "s", "s", "min"))
  .map(([amount, unit]) => `${amount}${unit}`);
