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
