import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Answer } from "./binary.js";

/** What one build said, as test/versions holds it. */
export interface BuildRecord {
  readonly version: string;
  /** The day on which it was asked. */
  readonly asked: string;
  readonly build: readonly string[];
  /** The facts under test/daemons/facts; absent where they were not run. */
  readonly facts?: { readonly passed: number; readonly failed: readonly string[] } | undefined;
  /** Inventories that were drawn, and of them what the build refuses. */
  readonly generated: { readonly asked: number; readonly refused: readonly (readonly string[])[] };
  readonly taken: readonly string[];
  readonly warned: Readonly<Record<string, readonly string[]>>;
  readonly refused: Readonly<Record<string, readonly string[]>>;
}

export const FOLDER = "test/versions";

export const recordNames = (): readonly string[] =>
  readdirSync(FOLDER)
    .filter((name) => name.endsWith(".json"))
    .map((name) => name.slice(0, -".json".length));

export const readRecord = (name: string): BuildRecord =>
  JSON.parse(readFileSync(join(FOLDER, `${name}.json`), "utf8")) as BuildRecord;

export const keepRecord = (record: BuildRecord): void =>
  writeFileSync(join(FOLDER, `${record.version}.json`), `${JSON.stringify(record, null, 2)}\n`);

/** Undefined where it was not asked. */
export const verdictIn = (record: BuildRecord, title: string): Answer["verdict"] | undefined => {
  if (title in record.warned) return "warned";
  if (title in record.refused) return "refused";
  return record.taken.includes(title) ? "taken" : undefined;
};
