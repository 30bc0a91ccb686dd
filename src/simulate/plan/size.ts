import type { Storm } from "../../fleet/fleet.js";
import { showCount } from "../../text/units.js";
import type { ClientPlan, Plan } from "./plan.js";
import type { CheckPlan } from "./plan-backend.js";
import type { ProxyPlan } from "./plan-proxy.js";

/** Each takes some bytes of every run: more of them are a slip of the pen, or meant to fill the memory. */
const MAX_SLOTS = 10_000_000;
/** A hundred bytes each. */
const MAX_UNDER_WAY = 20_000_000;
/** A run plays some million events a second: what takes minutes is a slip of the pen as well. */
const MAX_CHECKS = 100_000_000;
/** As many as a storm may have requests. */
const MAX_ASKED = 1e9;

/** Why a storm on these app servers is more than a run can hold; undefined where it is not. */
export const tooMuch = (
  { name, requests, over }: Storm,
  { patience, retry }: ClientPlan,
  { apps, proxies }: Pick<Plan, "apps" | "proxies">,
): string | undefined => {
  const slots = apps.reduce((sum, { processes, threads }) => sum + processes * threads, 0);
  if (slots > MAX_SLOTS)
    return `the app servers have ${showCount(slots)} slots, and a simulation holds ${showCount(MAX_SLOTS)}: lower processes or threads`;
  const underWay = Math.ceil(requests * Math.min(1, patience / Math.max(over, 1)));
  if (underWay > MAX_UNDER_WAY)
    return `in ${name}, ${showCount(underWay)} requests may be under way at once, and a simulation holds ${showCount(MAX_UNDER_WAY)}: lower requests, or say after which patience a client gives up`;
  const asked = requests * (1 + (retry?.times ?? 0));
  if (asked > MAX_ASKED)
    return `in ${name}, clients may ask ${showCount(asked)} times, and a simulation takes ${showCount(MAX_ASKED)}: lower requests, or the times of retry`;
  const checks = Math.ceil(over * proxies.reduce((sum, proxy) => sum + checksPerMillisecond(proxy), 0));
  if (checks > MAX_CHECKS)
    return `while the requests of ${name} come, there are ${showCount(checks)} health checks, and a simulation takes ${showCount(MAX_CHECKS)}: lower over, or record a shorter time`;
  return undefined;
};

const checksPerMillisecond = ({ processes, listeners }: ProxyPlan): number =>
  listeners
    .flatMap(({ backend }) => backend.lines)
    .reduce((sum, { check }) => sum + (check === undefined ? 0 : processes / shortest(check)), 0);

const shortest = ({ inter, fastinter, downinter }: CheckPlan): number =>
  Math.min(inter, fastinter, downinter);
