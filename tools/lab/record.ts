import { existsSync, readFileSync, writeFileSync } from "node:fs";
import type { Quiet } from "./quiet.js";
import type { Scenario } from "./scenario.js";

const FOLDER = "test/lab/measured";

/** Seconds. */
export interface Waits {
  readonly mean: number;
  readonly p50: number;
  readonly p90: number;
  readonly p99: number;
  readonly max: number;
}

/** What one storm did to the real daemons. */
export interface Measured {
  readonly date: string;
  /** The simulator's run of this number has the same requests. */
  readonly run: number;
  /** Seconds that its requests hold slots for, all together: another sum is another storm. */
  readonly work: number;
  readonly versions: Readonly<Record<string, string>>;
  /** Requests by the status that the client saw and HAProxy's termination flags; "gone" where it saw none. */
  readonly outcomes: Readonly<Record<string, number>>;
  /** From asking to the answer, of the requests with status 200. */
  readonly wait: Waits;
  /** In HAProxy's queues, of all requests that it logged with one. */
  readonly queueWait: Waits;
  /** Times that a server line of a HAProxy process was marked DOWN, by server. */
  readonly down: Readonly<Record<string, number>>;
  /** Seconds from the storm's beginning to the last answer. */
  readonly duration: number;
  /** Share of the processors' time that was taken meanwhile, by the daemons, the lab and whatever else ran. */
  readonly busy: number;
  /** Milliseconds that the latest request was sent after its time. */
  readonly late: number;
}

export interface Measurement extends Measured {
  readonly machine: Quiet;
}

/** All that is kept of a scenario, with the configuration that it was measured on. */
export interface Kept {
  readonly scenario: string;
  readonly inventory: string;
  readonly set: readonly string[];
  readonly servers: Scenario["servers"];
  readonly seed: number;
  readonly runs: readonly Measurement[];
}

const fileOf = (name: string): string => `${FOLDER}/${name}.json`;

export const readRecord = (name: string): Kept | undefined =>
  existsSync(fileOf(name)) ? (JSON.parse(readFileSync(fileOf(name), "utf8")) as Kept) : undefined;

export const keepRecord = (scenario: Scenario, runs: readonly Measurement[]): void => {
  const { name, inventory, set, servers, seed } = scenario;
  const record: Kept = { scenario: name, inventory, set, servers, seed, runs };
  writeFileSync(fileOf(name), `${JSON.stringify(record, null, 2)}\n`);
};

export const waitsOf = (seconds: readonly number[]): Waits => {
  const sorted = [...seconds].sort((a, b) => a - b);
  const at = (share: number) => rounded(sorted[Math.max(Math.ceil(share * sorted.length) - 1, 0)] ?? 0);
  const sum = sorted.reduce((total, each) => total + each, 0);
  return {
    mean: rounded(sum / Math.max(sorted.length, 1)),
    p50: at(0.5),
    p90: at(0.9),
    p99: at(0.99),
    max: at(1),
  };
};

/** To the millisecond: no clock here is better. */
export const rounded = (seconds: number): number => Math.round(seconds * 1000) / 1000;

/** How often each name occurs, the most frequent first. */
export const tally = (names: readonly string[]): { readonly [name: string]: number } => {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return Object.fromEntries([...counts].sort(([a, many], [b, other]) => other - many || (a < b ? -1 : 1)));
};
