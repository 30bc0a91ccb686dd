import { Xoshiro } from "./xoshiro.js";

/**
 * What random numbers are drawn for. Each has a stream of its own, so that two environments which draw differently for
 * one thing are still given the same requests (common random numbers).
 */
const PURPOSES = [
  "arrivals",
  "proxies",
  "keys",
  "services",
  "checks",
  "balance",
  "instances",
  "retries",
] as const;
export type Purpose = (typeof PURPOSES)[number];

export type Streams = Readonly<Record<Purpose, Xoshiro>>;

/**
 * The streams of one run: equal seeds and runs give equal numbers. A variation has the same clients with the same
 * requests, in a world whose own chances fall otherwise.
 */
export const streamsOf = (seed: number, run: number, variation = 0): Streams => {
  const words = [seed >>> 0, Math.floor(seed / 2 ** 32), run];
  const stream = (index: number) => streamOf([...words, index]);
  const own = (index: number) => streamOf(variation === 0 ? [...words, index] : [...words, index, variation]);
  return {
    arrivals: stream(0),
    proxies: stream(1),
    keys: stream(2),
    services: stream(3),
    checks: own(4),
    balance: own(5),
    instances: own(6),
    retries: stream(7),
  } satisfies Record<Purpose, Xoshiro>;
};

const streamOf = (words: readonly number[]): Xoshiro => {
  let state = words.reduce((hash, word) => mix(hash ^ word), 0);
  const next = (): number => {
    state = (state + GOLDEN) | 0;
    return mix(state);
  };
  return new Xoshiro(next(), next(), next(), next() | 1);
};

/** 2^32 / golden ratio: the step of splitmix. */
const GOLDEN = 0x9e3779b9;

/** Every bit of the result depends on every bit given (MurmurHash3's finalizer). */
const mix = (word: number): number => {
  let hash = (word + GOLDEN) | 0;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
};
