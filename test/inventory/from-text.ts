import { readFileSync } from "node:fs";
import type { Loaded } from "../../src/api/load.js";
import { loadInventory } from "../../src/api/load.js";
import type { Fleet } from "../../src/fleet/fleet.js";

const BASE = readFileSync("test/rules/cases/base.yaml", "utf8");

/** Loads `files` as if they were a folder; the first is the inventory. `base.yaml` is the small tier that every rule accepts. */
export const loadText = (
  text: string,
  files: Readonly<Record<string, string>> = {},
  sets: readonly string[] = [],
): Loaded => {
  const all: Record<string, string> = { "test.yaml": text, "base.yaml": BASE, ...files };
  return loadInventory("test.yaml", {
    read: (file) => {
      const found = Object.hasOwn(all, file) ? all[file] : undefined;
      return found === undefined ? { ok: false, reason: "it does not exist" } : { ok: true, text: found };
    },
    sets,
  });
};

/** The same on top of the small tier. */
export const loadOnBase = (text: string, sets: readonly string[] = []): Loaded =>
  loadText(`extends: base.yaml\n${text}`, {}, sets);

/** What is wrong with an inventory, as `rule file:line:column message (fix)`. */
export const problemsOf = (loaded: Loaded): string[] =>
  loaded.ok
    ? []
    : loaded.findings.map(
        ({ rule, at, message, fix }) => `${rule} ${at.file}:${at.line}:${at.column} ${message} (${fix})`,
      );

/** The fleet that these lines make of the small tier. */
export const fleetOf = (lines: string): Fleet => {
  const loaded = loadOnBase(lines);
  if (!loaded.ok) throw new Error(problemsOf(loaded).join("\n"));
  return loaded.fleet;
};

/** The rules by which these lines are refused, and where. */
export const rulesOf = (lines: string): readonly string[] => {
  const loaded = loadOnBase(lines);
  return loaded.ok ? [] : loaded.findings.map(({ rule, at }) => `${rule} ${at.file}:${at.line}`);
};
