import type { Fleet } from "../fleet/fleet.js";
import type { Move } from "../moves/move.js";
import { moveTo } from "../moves/move.js";
import type { Finding } from "../rules/finding.js";
import { covers, waiversAs } from "../rules/waive.js";

/** Waivers that accept nothing any more go. */
export const moveWaivers = ({ node, waivers }: Fleet, found: readonly Finding[]): readonly Move[] => {
  const kept = waivers.filter((waiver) => found.some((finding) => covers(waiver, finding)));
  const gone = waivers.length - kept.length;
  if (gone === 0) return [];
  const because = gone === 1 ? "the accepted finding is fixed" : `${gone} accepted findings are fixed`;
  return moveTo(node, ["accept"], waiversAs(kept), because);
};
