import type { Group, Load, StormTier } from "./tier.js";

/** How far chance moves the work that comes to one queue, or the slots for it, as a share squared. */
export const variationOfWork = ({ load, fronts, groups }: StormTier): number =>
  fronts.reduce((most, { share, pooled, lines }) => {
    if (share === 0) return most;
    const { variation } = load.service;
    const servers = lines.reduce((sum, line) => sum + line.servers, 0);
    const bounded = lines.every(({ maxconn }) => maxconn < Number.POSITIVE_INFINITY);
    const own = pooled
      ? (0.3 + variation) / (bounded ? load.requests * share : load.requests / servers)
      : (1.3 + variation) / ((load.requests * share) / servers);
    const units = lines.reduce((worst, line) => {
      const group = groups[line.group];
      return group === undefined
        ? worst
        : Math.max(worst, replacements(group, load, servers) / (pooled && bounded ? servers : 1));
    }, 0);
    return Math.max(most, own + units);
  }, 0);

/** Which units are replaced in a storm is chance: each comes to it with another number of requests behind it. */
const replacements = (
  { units, replacedAfter, graceful, gap }: Group,
  { requests, over }: Load,
  servers: number,
): number => {
  // A busy unit with several slots goes on for as long as most storms.
  if (replacedAfter === Number.POSITIVE_INFINITY || gap === 0 || graceful > 0) return 0;
  const each = requests / servers / units / replacedAfter;
  const gone = Math.min(each * Math.min(gap / Math.max(over, 1), 1), 0.8);
  return gone / (1 - gone) / units;
};
