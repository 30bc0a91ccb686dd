import type { Fleet } from "../fleet/fleet.js";
import type { FleetModule, FleetRuntime, FleetTargets } from "../fleet/targets.js";
import type { Move } from "../moves/move.js";
import { amend } from "./amend.js";
import { moveBalance } from "./balance.js";
import type { Choice } from "./choice.js";
import { moveMaxqueue, moveNeighbours, moveOptions } from "./front.js";
import { moveInter } from "./inter.js";
import type { Tunable } from "./on-servers.js";
import type { Kept, Pin } from "./pins.js";
import { heed } from "./pins.js";
import { moveProxies } from "./proxies.js";
import { moveQueue } from "./queue.js";
import { moveMaxconn, moveUnits } from "./slots.js";

/** A fleet with the moves that have made it. */
export interface Moved {
  readonly fleet: Fleet;
  readonly moves: readonly Move[];
  /** Those that a pin forbade. */
  readonly kept: readonly Kept[];
}

/** What is laid over a fleet besides its moves: sections of other modules, and values that stand. */
export interface Terms {
  readonly targets: TuneTargets;
  readonly pins: readonly Pin[];
}

/** What tune asks of the targets that there are. */
export interface TuneTargets extends FleetTargets {
  readonly runtimes: readonly (FleetRuntime & Tunable)[];
  readonly modules: readonly (FleetModule & Tunable)[];
}

/** Settings of the app servers, as each target would have its own. */
const moveTargets = (fleet: Fleet, _: Choice, { runtimes, modules }: TuneTargets): readonly Move[] =>
  [...runtimes, ...modules].flatMap((target) => target.moves?.(fleet) ?? []);

/** Each looks at the fleet as those before it have left it. */
const STAGES: readonly ((fleet: Fleet, choice: Choice, targets: TuneTargets) => readonly Move[])[] = [
  moveUnits,
  moveMaxconn,
  moveQueue,
  moveOptions,
  moveInter,
  moveTargets,
  moveNeighbours,
  moveBalance,
  moveMaxqueue,
  moveProxies,
];

/** All that follows by arithmetic from one choice. */
export const moveAll = (fleet: Fleet, choice: Choice, terms: Terms): Moved =>
  STAGES.reduce<Moved>((moved, stage) => lay(moved, stage(moved.fleet, choice, terms.targets), terms), {
    fleet,
    moves: [],
    kept: [],
  });

export const lay = (moved: Moved, more: readonly Move[], { targets, pins }: Terms): Moved => {
  const { free, kept } = heed(more, pins);
  return {
    fleet: amend(moved.fleet, free, targets),
    moves: [...moved.moves, ...free],
    kept: [...moved.kept, ...kept],
  };
};
