import type { Fleet } from "../fleet/fleet.js";
import { resolveFleet } from "../fleet/resolve.js";
import type { FleetTargets } from "../fleet/targets.js";
import { expandRanges } from "../inventory/ranges.js";
import type { Move } from "../moves/move.js";
import { Failure } from "../text/failure.js";
import { mergeNodes } from "../yaml/node.js";
import { parseInventory } from "../yaml/parse.js";
import { formatMoves } from "./text.js";

/** The fleet with moves laid over it, read from the very text that would be written. */
export const amend = (fleet: Fleet, moves: readonly Move[], targets: FleetTargets): Fleet => {
  if (moves.length === 0) return fleet;
  const parsed = parseInventory(formatMoves(moves), "tune");
  const root = mergeNodes(fleet.node, expandRanges(parsed.root).root);
  if (root.kind !== "map" || parsed.problems.length > 0) throw new TypeError("tune wrote no inventory");
  const resolved = resolveFleet(
    fleet.environment,
    { root, problems: [], recordings: fleet.recordings },
    targets,
  );
  if (!resolved.ok)
    throw new Failure(
      `no allowed values serve it: ${resolved.problems.map(({ message }) => message).join("; ")}`,
    );
  return resolved.fleet;
};
