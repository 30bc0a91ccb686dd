import type { Fleet } from "../fleet/fleet.js";
import type { ExtraSections } from "../inventory/schema.js";
import { amend } from "./tune-amend.js";
import { moveApp } from "./tune-app.js";
import { moveBalance } from "./tune-balance.js";
import type { Choice } from "./tune-choice.js";
import { moveMaxqueue, moveNeighbours, moveOptions } from "./tune-front.js";
import { moveInter } from "./tune-inter.js";
import type { Move } from "./tune-move.js";
import { moveProxies } from "./tune-proxies.js";
import { moveQueue } from "./tune-queue.js";
import { moveMaxconn, moveProcesses } from "./tune-slots.js";

/** A fleet with the moves that have made it. */
export interface Moved {
  readonly fleet: Fleet;
  readonly moves: readonly Move[];
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
export const moveAll = (fleet: Fleet, choice: Choice, extra: ExtraSections): Moved =>
  STAGES.reduce<Moved>((moved, stage) => lay(moved, stage(moved.fleet, choice), extra), { fleet, moves: [] });

export const lay = ({ fleet, moves }: Moved, more: readonly Move[], extra: ExtraSections): Moved => ({
  fleet: amend(fleet, more, extra),
  moves: [...moves, ...more],
});
