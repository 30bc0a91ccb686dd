import type { Milliseconds } from "../text/units.js";
import type { Storm } from "./fleet.js";
import type { PlacedListener } from "./listeners.js";
import { activeLines } from "./server-lines.js";

/** Requests that the active servers take at a time from one proxy; null where a line has no maxconn, so that nothing queues. */
export const parallelOf = ({ listener }: Pick<PlacedListener, "listener">): number | null =>
  activeLines(listener).reduce<number | null>(
    (sum, { settings }) => (sum === null || !settings.maxconn ? null : sum + settings.maxconn),
    0,
  );

/** Whether requests may wait in HAProxy for a server: a line's maxconn is what makes them. */
export const queues = ({ listener }: Pick<PlacedListener, "listener">): boolean =>
  listener.lines.some(({ settings }) => settings.maxconn || settings.minconn);

/** What clients tolerate: "When clients will wait for more than a few seconds, they will often hit the STOP button" (manual 4.2 option abortonclose). */
export const A_FEW_SECONDS: Milliseconds = 10_000;

/** How long a storm's clients wait at most: their patience, or the time after which they ask again. */
export const patience = (storm: Storm): Milliseconds | undefined => storm.patience ?? storm.every;
