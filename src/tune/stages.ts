import type { Fleet } from "../fleet/fleet.js";
import type { ExtraSections } from "../inventory/schema.js";
import { amend } from "./amend.js";
import { moveApp } from "./app.js";
import { moveBalance } from "./balance.js";
import type { Choice } from "./choice.js";
import { moveMaxqueue, moveNeighbours, moveOptions } from "./front.js";
import { moveInter } from "./inter.js";
import type { Move } from "./move.js";
import type { Kept, Pin } from "./pins.js";
import { heed } from "./pins.js";
import { moveProxies } from "./proxies.js";
import { moveQueue } from "./queue.js";
import { moveMaxconn, moveProcesses } from "./slots.js";

/** A fleet with the moves that have made it. */
export interface Moved {
  readonly fleet: Fleet;
  readonly moves: readonly Move[];
  /** Those that a pin forbade. */
  readonly kept: readonly Kept[];
}

/** What is laid over a fleet besides its moves: sections of other modules, and values that stand. */
export interface Terms {
  readonly extra: ExtraSections;
  readonly pins: readonly Pin[];
}

/** Each looks at the fleet as those before it have left it. */
const STAGES: readonly ((fleet: Fleet, choice: Choice) => readonly Move[])[] = [
  moveProcesses,
  moveMaxconn,
  moveQueue,
  moveOptions,
  moveInter,
  moveApp,
  moveNeighbours,
  moveBalance,
  moveMaxqueue,
  moveProxies,
];

/** All that follows by arithmetic from one choice. */
export const moveAll = (fleet: Fleet, choice: Choice, terms: Terms): Moved =>
  STAGES.reduce<Moved>((moved, stage) => lay(moved, stage(moved.fleet, choice), terms), {
    fleet,
    moves: [],
    kept: [],
  });

export const lay = (moved: Moved, more: readonly Move[], { extra, pins }: Terms): Moved => {
  const { free, kept } = heed(more, pins);
  return {
    fleet: amend(moved.fleet, free, extra),
    moves: [...moved.moves, ...free],
    kept: [...moved.kept, ...kept],
  };
};
