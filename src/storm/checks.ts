import type { Share } from "../text/units.js";
import { overWith, placeIn, spreadOf, waitBehind } from "./at-server.js";
import type { Lane } from "./queue.js";
import type { Clock, Server } from "./state.js";
import { held } from "./state.js";
import type { FrontCheck, StormTier } from "./tier.js";

/** Adds to the lane how often a server is marked DOWN by the checks that end in this step, as expected. */
export const failedChecks = (lane: Lane, server: Server, tier: StormTier, clock: Clock): void => {
  const { check } = lane.line;
  if (check === undefined || lane.fails === undefined) return;
  const { now, step, mean, batch } = clock;
  const behind = server.n / batch;
  const fails = failing(check, server, behind, { tier, clock });
  lane.fails[now] = fails;
  if (fails === 0) return;
  const takes = Math.min(
    check.limit,
    waitBehind(behind + 1, server.slots, mean) + (check.holds?.mean ?? mean),
  );
  // Nothing is left of the storm that a server could be DOWN in.
  if (now * step + takes > lane.until) return;
  let all = fails;
  for (let before = 1; before < check.fall && all > 0; before++) {
    const at = now - Math.round((before * (check.fastinter + takes)) / step);
    all *= at < 0 ? 0 : (lane.fails[at] as number);
  }
  lane.down += (step / (check.inter + takes)) * all;
};

/** Chance that a check fails that finds so many requests before it. */
const failing = (
  check: FrontCheck,
  server: Server,
  behind: number,
  { tier, clock }: { readonly tier: StormTier; readonly clock: Clock },
): Share => {
  const { group, slots } = server;
  const { mean } = clock;
  const inside = held(behind, server, clock);
  const soon = placeIn(inside, server, mean);
  // Its SYN finds a place among those of requests, whose turn is as good.
  const shut = soon === 0 ? 0 : Math.exp(-check.limit / soon);
  if (check.takes === "connection") return shut;
  if (check.takes === "worker")
    return waitBehind(inside, group.workers, mean) * (group.workers / slots) > check.limit ? 1 : shut;
  const wait = waitBehind(behind + 1, slots, mean);
  const { service } = tier.load;
  // Where one slot is left for each check, none waits, whatever chance does.
  const spread = group.atOnce <= slots ? 0 : spreadOf(behind, slots, mean, service);
  const busy = overWith(check.limit - wait, spread, check.holds ?? service);
  const away = group.gap > check.limit ? (1 - slots / group.slots) ** group.units : 0;
  return Math.min(busy + away + shut, 1);
};
