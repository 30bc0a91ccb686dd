import { allRules, builtIn } from "../../../src/api/built-in.js";
import type { Loaded } from "../../../src/api/load.js";
import type { Comparison, Side } from "../../../src/diff/comparison.js";
import { compareSides } from "../../../src/diff/comparison.js";
import { loadInventory, render } from "../../../src/index.js";
import { loadText } from "../../inventory/from-text.js";

const sideOf = (name: string, loaded: Loaded): Side => {
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.findings));
  const result = render(loaded.fleet);
  if (!result.ok) throw new Error(result.reason);
  const files = result.rendered.artefacts.map(({ path, content }) => {
    return [path, { content, mode: "100644" as const }] as const;
  });
  return { name, fleet: loaded.fleet, tree: new Map(files) };
};

const compare = (environment: string, before: Side, after: Side): Comparison =>
  compareSides(environment, before, after, { today: "2026-11-24", rules: allRules, targets: builtIn });

/** Two of the environments that mmconf comes with. */
export const compareEnvironments = (before: string, after: string): Comparison => {
  const side = (name: string) => sideOf(name, loadInventory(`inventories/${name}.yaml`));
  return compare(after, side(before), side(after));
};

/** Two inventories as text. */
export const compareTexts = (before: string, after: string): Comparison =>
  compare("test", sideOf("old", loadText(before)), sideOf("new", loadText(after)));

/** What is one of a few words, or a day, by its type or by the schema: it stays. */
const KEPT = new Set(
  "node slots role kind severity area takes status unit flags version oldMode newMode until".split(" "),
);

/** A comparison in which `text` stands wherever an inventory, a template or a path has a say. Shared parts stay shared. */
export const withText = (comparison: Comparison, text: string): Comparison => {
  const known = new Map<object, object>();
  const change = (value: unknown, key: string): unknown => {
    if (KEPT.has(key)) return value;
    if (typeof value === "string") return text;
    if (typeof value !== "object" || value === null) return value;
    const found = known.get(value);
    if (found !== undefined) return found;
    const copy: Record<string, unknown> = {};
    const target = Array.isArray(value) ? [] : copy;
    known.set(value, target);
    for (const [name, item] of Object.entries(value))
      Object.assign(target, { [name]: change(item, Array.isArray(value) ? key : name) });
    return target;
  };
  return change(comparison, "") as Comparison;
};
