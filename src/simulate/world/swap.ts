import type { MemoryPlan } from "../plan/plan-app.js";

/** How many times longer a request takes whose memory is all in swap: a guess of the right order, not a measurement. */
const ALL_SWAPPED = 50;

/**
 * How much longer a request takes with so many children there. Past the host's memory a part of all pages lies in swap;
 * a request touches its pages evenly, and waits for that part of them.
 */
export const swapFactor = ({ total, used, perChild }: MemoryPlan, children: number): number => {
  const needed = used + children * perChild;
  return needed <= total ? 1 : 1 + (ALL_SWAPPED - 1) * (1 - total / needed);
};
