import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Loaded } from "../../src/api/load.js";
import { loadInventory } from "../../src/api/load.js";
import { inventories } from "./inventories.js";

const CASES = Number(process.env.MMCONF_FUZZ ?? 300);

type Path = readonly (string | number)[];

const load = (inventory: unknown): Loaded =>
  loadInventory("fuzz.json", { read: () => ({ ok: true, text: JSON.stringify(inventory) }) });

/** Paths of every map, and of every scalar, below the names of hosts and listeners. */
const pathsOf = (value: unknown, wanted: "map" | "scalar", path: Path = []): Path[] => {
  if (typeof value !== "object" || value === null) return wanted === "scalar" ? [path] : [];
  const below = Object.entries(value).flatMap(([key, child]) =>
    pathsOf(child, wanted, [...path, Array.isArray(value) ? Number(key) : key]),
  );
  return wanted === "map" && !Array.isArray(value) ? [path, ...below] : below;
};

const withValue = (value: unknown, [key, ...rest]: Path, put: unknown): unknown => {
  if (key === undefined) return put;
  const copy = Array.isArray(value) ? [...value] : { ...(value as object) };
  Reflect.set(copy, key, withValue(Reflect.get(copy, key), rest, put));
  return copy;
};

const at = (value: unknown, path: Path): unknown =>
  path.reduce<unknown>((found, key) => Reflect.get(found as object, key), value);

/** Maps whose keys are names that a user chooses. */
const NAMED = new Set(["proxies", "app_servers", "backups", "listeners", "storms"]);

const refused = (inventory: unknown): string[] => {
  const loaded = load(inventory);
  if (loaded.ok) return [];
  for (const finding of loaded.findings) {
    expect(finding.rule).toMatch(/^schema\//);
    expect(finding.at.file).toBe("fuzz.json");
    expect(finding.at.line).toBeGreaterThan(0);
    expect(`${finding.message} ${finding.fix}`).not.toMatch(/undefined|NaN|\[object|\n/);
  }
  return loaded.findings.map((finding) => finding.rule);
};

describe("what the schema must refuse, it refuses at its place", () => {
  const pick = fc.nat({ max: 1_000_000 });
  const check = (
    title: string,
    mutate: (inventory: Record<string, unknown>, seed: number) => unknown,
    expected: RegExp,
  ) =>
    it(title, () => {
      fc.assert(
        fc.property(inventories, pick, (inventory, seed) => {
          if (!load(inventory).ok) return;
          const mutated = mutate(inventory, seed);
          if (mutated === undefined) return;
          expect(refused(mutated).join(" ")).toMatch(expected);
        }),
        { numRuns: CASES },
      );
    });

  check(
    "a key that no section has",
    (inventory, seed) => {
      const maps = pathsOf(inventory, "map").filter((path) => !NAMED.has(String(path.at(-1))));
      const path = maps[seed % maps.length] ?? [];
      return withValue(inventory, [...path, "no_such_key"], 1);
    },
    /schema\/unknown-key/,
  );

  const breaking = ["a\nb", "a\u0000b", "a\rListen 81", "\u2028"];
  check(
    "a value that would end its line",
    (inventory, seed) => {
      const scalars = pathsOf(inventory, "scalar");
      return withValue(inventory, scalars[seed % scalars.length] ?? [], breaking[seed % breaking.length]);
    },
    /schema\/(value|type)/,
  );

  check(
    "a map or a list where a single value is due",
    (inventory, seed) => {
      const scalars = pathsOf(inventory, "scalar").filter((path) => path.at(-1) !== "bind");
      return withValue(inventory, scalars[seed % scalars.length] ?? [], seed % 2 === 0 ? { a: 1 } : [1]);
    },
    /schema\/(type|value|unknown-key)/,
  );

  check(
    "a number below zero, or with a fraction",
    (inventory, seed) => {
      const numbers = pathsOf(inventory, "scalar").filter((path) => typeof at(inventory, path) === "number");
      return withValue(inventory, numbers[seed % numbers.length] ?? [], seed % 2 === 0 ? -1 : 1.5);
    },
    /schema\/(type|value)/,
  );

  check(
    "a bare number where a unit is due",
    (inventory, seed) => {
      const times = pathsOf(inventory, "scalar").filter((path) =>
        /^\d+(?:ms|s|min|GiB|MiB)$/.test(String(at(inventory, path))),
      );
      return times.length === 0 ? undefined : withValue(inventory, times[seed % times.length] ?? [], 60);
    },
    /schema\/unit/,
  );
});
