import fc from "fast-check";
import { describe, expect, it } from "vitest";
import * as z from "zod/mini";
import { builtIn } from "../../src/api/built-in.js";
import { shapesOf } from "../../src/fleet/shapes.js";
import { REFUSED, readValid } from "../../src/schema/read-valid.js";
import { toPlain } from "../../src/yaml/node.js";
import { parseInventory } from "../../src/yaml/parse.js";
import { inventories } from "./inventories.js";

const CASES = Number(process.env.MMCONF_FUZZ ?? 300);

/** A value put at some place of an inventory, below the top or deeper. */
const slips = fc.tuple(
  fc.array(fc.nat(), { maxLength: 5 }),
  fc.constantFrom<unknown>(null, -1, 1.5, "", "60", "4GiB", [], {}, { bogus: 1 }, ["a"], true),
);

const withSlip = (value: unknown, [[at, ...rest], slip]: readonly [readonly number[], unknown]): unknown => {
  if (at === undefined || typeof value !== "object" || value === null) return slip;
  const entries = Object.entries(value);
  const chosen = at % (entries.length + 1);
  const [key, below] = entries[chosen] ?? ["bogus", undefined];
  const changed = { ...value, [key]: withSlip(below, [rest, slip]) };
  return Array.isArray(value) ? Object.values(changed) : changed;
};

const { inventory: inventorySchema } = shapesOf(builtIn);

describe("reading a valid inventory section by section", () => {
  it("gives what zod gives, and refuses what zod refuses", () => {
    let valid = 0;
    fc.assert(
      fc.property(inventories, fc.option(slips), (inventory, slip) => {
        const text = JSON.stringify(slip === null ? inventory : withSlip(inventory, slip));
        const { root } = parseInventory(text, "fuzz.json");
        const parsed = z.safeParse(inventorySchema, toPlain(root));
        const read = readValid(inventorySchema, root);
        if (parsed.success) {
          valid++;
          expect(JSON.stringify(read)).toBe(JSON.stringify(parsed.data));
          expect(read).toEqual(parsed.data);
        } else expect(read).toBe(REFUSED);
      }),
      { numRuns: CASES },
    );
    expect(valid).toBeGreaterThan(CASES / 20);
    expect(valid).toBeLessThan(CASES * 0.95);
  });
});
