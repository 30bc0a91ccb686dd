import type { Targets } from "../extend/targets.js";
import { shapesOf } from "../fleet/shapes.js";
import { jsonSchemaOf } from "../schema/json-schema.js";
import { withOwn } from "./built-in.js";

/** The JSON Schema of an inventory, with the sections of a project's own targets. */
export const inventoryJsonSchema = (own: Partial<Targets> = {}): Record<string, unknown> =>
  jsonSchemaOf(shapesOf(withOwn(own)).inventory);
