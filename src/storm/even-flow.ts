import { memo } from "../fleet/memo.js";
import type { Share } from "../text/units.js";
import type { Flow } from "./flow.js";
import { flow } from "./flow.js";
import { LOST } from "./state.js";
import type { StormTier } from "./tier.js";

/** The flow of a run that is neither slow nor fast: several rules look at it. */
export const evenFlow = memo((tier: StormTier): Flow => flow(tier, 1));

/** Share of the requests that a run loses, and how often it marks a server DOWN. */
export const outcomeOf = (
  { lost, groups }: Flow,
  requests: number,
): { readonly failed: Share; readonly down: number } => ({
  failed: LOST.reduce((sum, key) => sum + lost[key], 0) / requests,
  down: groups.reduce((sum, group) => sum + group.down, 0),
});

/** Far below what any rule speaks of. */
const NEXT_TO_NONE = { failed: 1e-4, down: 1e-3 };

export const isHarmless = (run: Flow, requests: number): boolean => {
  const { failed, down } = outcomeOf(run, requests);
  return failed < NEXT_TO_NONE.failed && down < NEXT_TO_NONE.down;
};
