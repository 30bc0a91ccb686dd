import { worstStorm } from "../fleet/capacity.js";
import { least } from "../fleet/extremes.js";
import type { Fleet } from "../fleet/fleet.js";
import type { PlacedListener } from "../fleet/listeners.js";
import { everySlotListener } from "../fleet/listeners.js";
import { longestWait } from "../fleet/longest-wait.js";
import { patience } from "../fleet/queue.js";
import { lineMaxconn } from "../fleet/server-lines.js";
import { stormedTier } from "../fleet/tier.js";
import { queueTimeout } from "../fleet/timeouts.js";
import type { Move } from "../moves/move.js";
import { tierOf } from "../storm/of-fleet.js";
import { stormForecasts } from "../storm/storms.js";
import { waitForSlot, withoutOne } from "../storm/what-if.js";
import type { Milliseconds } from "../text/units.js";
import { formatDuration, showSeconds } from "../text/units.js";
import type { Choice } from "./choice.js";
import { spreadOnListeners } from "./listeners.js";

export type QueueChoice = NonNullable<Choice["queue"]>;

/** timeout queue of the listeners whose requests take slots. */
export const moveQueue = (fleet: Fleet, { queue }: Choice): readonly Move[] => {
  if (queue === undefined) return [];
  const bounded = everySlotListener(fleet).filter(({ listener }) =>
    listener.lines.some((line) => lineMaxconn({ line }) !== null),
  );
  return spreadOnListeners(fleet, bounded, ["timeout", "queue"], () => ({
    value: formatDuration(queue.value),
    because: queue.because,
  }));
};

/** The longest waits of the storm with the most work: as it is, with one server down, and with the backups alone. */
const waitsOf = (fleet: Fleet): readonly { readonly wait: Milliseconds; readonly when: string }[] => {
  const storm = worstStorm(fleet);
  const known = stormForecasts(fleet).find((one) => one.storm === storm);
  if (storm === undefined || known === undefined) return [];
  const largest = stormedTier(fleet, storm, "active")?.largest;
  const left = largest && withoutOne(known.tier, known.groups.indexOf(largest));
  const backups = tierOf(fleet, storm, "backup")?.tier;
  return [
    { wait: waitForSlot(known.tier), when: "all servers up" },
    ...(left === undefined ? [] : [{ wait: waitForSlot(left), when: "one server down" }]),
    ...(backups === undefined ? [] : [{ wait: waitForSlot(backups), when: "backups only" }]),
  ];
};

/** The most that clients leave for the queue, once the other timeouts have had their part. */
const mostOf = (fleet: Fleet, placed: PlacedListener): Milliseconds => {
  const wait = longestWait(placed);
  const others = wait === undefined ? 0 : wait.total - wait.queue;
  const tolerable = fleet.storms.map((storm) => patience(storm) ?? Number.POSITIVE_INFINITY);
  return least(tolerable) - others;
};

/** What timeout queue may be, the likeliest first: the effective value of `before`, then multiples of the longest wait. */
export const queueChoices = (before: Fleet, fleet: Fleet): readonly QueueChoice[] => {
  const listeners = everySlotListener(fleet);
  const waits = waitsOf(fleet);
  const [first, ...rest] = waits;
  if (first === undefined || listeners.length === 0) return [];
  const longest = rest.reduce((most, other) => (other.wait > most.wait ? other : most), first);
  const most = least(listeners.map((placed) => mostOf(fleet, placed)));
  const reason = `the longest wait of ${worstStorm(fleet)?.name} is ${showSeconds(longest.wait)} (${longest.when})`;
  const set = new Map<Milliseconds, QueueChoice>();
  const offer = (value: Milliseconds, because: string): void => {
    if (value >= longest.wait && value <= most && value > 0 && !set.has(value))
      set.set(value, { value, because });
  };
  for (const { listener } of everySlotListener(before)) {
    const queue = queueTimeout(listener);
    const whence =
      queue.because === "set" ? "as set" : "as it was through timeout connect, now set explicitly";
    offer(queue.value ?? 0, `${reason}; ${showSeconds(queue.value ?? 0)} is enough, ${whence}`);
  }
  for (const times of [2, 1.5, 1, 4]) {
    const value = Math.max(Math.ceil((longest.wait * times) / FIVE_SECONDS), 1) * FIVE_SECONDS;
    const ample = times === 1 ? "" : `, x ${times} for a larger storm`;
    offer(value, `${reason}${ample}: ${showSeconds(value)} in steps of 5 s`);
  }
  if (set.size > 0) return [...set.values()];
  return losingChoices(before, longest.wait, reason);
};

/** If no limit serves everybody: the effective one, and less, so that slots go to clients that are still there. */
const losingChoices = (before: Fleet, longest: Milliseconds, reason: string): readonly QueueChoice[] => {
  const tolerated = least(before.storms.map((storm) => patience(storm) ?? Number.POSITIVE_INFINITY));
  const why =
    longest > tolerated
      ? `${reason}, longer than clients wait`
      : `${reason}, and the other timeouts leave clients that wait ${showSeconds(tolerated)} no time for a longer queue`;
  const effective = everySlotListener(before).map(({ listener }) => queueTimeout(listener).value ?? 0);
  const parts = [2, 4].map((part) => Math.floor(tolerated / part / 1000) * 1000);
  return [...new Set([...effective, ...parts])]
    .filter((value) => value > 0 && Number.isFinite(value))
    .map((value) => ({
      value,
      because: `${why}; of the limits tried, ${showSeconds(value)} answers the most requests`,
    }));
};

const FIVE_SECONDS = 5000;
