import type { Storm } from "../../fleet/fleet.js";
import { showCount } from "../../text/units.js";
import type { ClientPlan } from "./plan.js";
import type { AppPlan } from "./plan-app.js";

/** Each takes some bytes of every run: more of them are a slip of the pen, or meant to fill the memory. */
const MAX_SLOTS = 10_000_000;
/** A hundred bytes each. */
const MAX_UNDER_WAY = 20_000_000;

/** Why a storm on these app servers is more than a run can hold; undefined where it is not. */
export const tooMuch = (
  { name, requests, over }: Storm,
  { patience }: ClientPlan,
  apps: readonly AppPlan[],
): string | undefined => {
  const slots = apps.reduce((sum, { processes, threads }) => sum + processes * threads, 0);
  if (slots > MAX_SLOTS)
    return `the app servers have ${showCount(slots)} slots, and a simulation holds ${showCount(MAX_SLOTS)}: lower processes or threads`;
  const underWay = Math.ceil(requests * Math.min(1, patience / Math.max(over, 1)));
  if (underWay > MAX_UNDER_WAY)
    return `in ${name}, ${showCount(underWay)} requests may be under way at once, and a simulation holds ${showCount(MAX_UNDER_WAY)}: lower requests, or say after which patience a client gives up`;
  return undefined;
};
