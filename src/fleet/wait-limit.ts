import type { Effective } from "../schema/effective.js";
import type { Milliseconds } from "../text/units.js";
import { originOf } from "../yaml/node.js";
import { isCheckTaking } from "./check-request.js";
import type { AppServer, Fleet, Storm } from "./fleet.js";
import type { ConfiguredListener } from "./listeners.js";
import { everySlotListener } from "./listeners.js";
import { lineGroups } from "./server-lines.js";
import { comesThrough } from "./storm-share.js";
import { checkBound, queueTimeout } from "./timeouts.js";

/** The longest wait for a slot; null is no limit. */
export interface WaitLimit extends Effective<Milliseconds | null> {
  /** Whether requests wait in HAProxy, rather than unseen at the app server. */
  readonly inQueue: boolean;
}

/**
 * How long a request may wait for a slot. Where maxconn bounds the servers it waits in HAProxy, until timeout queue;
 * where it does not, it waits at the app server, until timeout server, and health checks wait beside it.
 */
export const waitLimit = (placed: ConfiguredListener, role: AppServer["role"]): WaitLimit => {
  const { listener } = placed;
  const lines = lineGroups(listener).filter(({ sample }) => sample.role === role);
  if (lines.every(({ sample }) => sample.settings.maxconn)) {
    const queue = queueTimeout(listener);
    return {
      ...queue,
      inQueue: true,
      because: `timeout queue${queue.because === "set" ? "" : `, ${queue.because}`}`,
    };
  }
  const { server } = listener.settings.timeout;
  const origin = originOf(listener.node, "timeout", "server");
  const none = { value: null, because: "no limit: timeout server is not set", origin, inQueue: false };
  const checked = lines.filter(({ sample }) => isCheckTaking(placed, sample, "slot"));
  return leastOf([
    server ? { value: server, because: "timeout server", origin, inQueue: false } : none,
    ...checked.map(({ sample }) => ({
      ...checkBound(listener, sample),
      because: "after which health checks fail",
      inQueue: false,
    })),
  ]);
};

/** The least of the listeners that a storm comes to; undefined where there is none. */
export const leastWaitLimit = (
  fleet: Fleet,
  storm: Storm,
  role: AppServer["role"],
): WaitLimit | undefined => {
  const limits = everySlotListener(fleet)
    .filter((placed) => comesThrough(storm, placed))
    .map((placed) => waitLimit(placed, role));
  return limits.length === 0 ? undefined : leastOf(limits);
};

const leastOf = (limits: readonly WaitLimit[]): WaitLimit =>
  limits.reduce((least, other) => (bound(other) < bound(least) ? other : least));

const bound = ({ value }: WaitLimit): number => value ?? Number.POSITIVE_INFINITY;
