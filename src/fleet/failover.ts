import { queueMeansFull } from "./balance.js";
import type { PlacedListener } from "./listeners.js";
import { isChecked, says } from "./listeners.js";
import { activeLines, backupLines, lineMaxconn } from "./server-lines.js";

/** What requests find that come once the last active server is DOWN, and others are queued. */
export interface Failover {
  readonly active: number;
  readonly backups: number;
  /** When they join the queue without a look at the backups. */
  readonly queueMeansFull: ReturnType<typeof queueMeansFull>;
}

/** Undefined where there is no backup, where the active servers are never all DOWN, and where nothing queues. */
export const failover = (placed: PlacedListener): Failover | undefined => {
  const { listener } = placed;
  const active = activeLines(listener);
  const backups = backupLines(listener).filter(({ settings }) => settings.weight !== 0);
  const mayFail = active.every((line) => isChecked(placed, line));
  const mayQueue = active.some((line) => lineMaxconn({ line }) !== null);
  if (backups.length === 0 || !mayFail || !mayQueue || says(placed, /^balance\s/)) return undefined;
  return { active: active.length, backups: backups.length, queueMeansFull: queueMeansFull(placed) };
};
