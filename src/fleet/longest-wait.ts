import type { Milliseconds } from "../text/units.js";
import { originOf } from "../yaml/node.js";
import type { Origin } from "../yaml/place.js";
import type { PlacedListener } from "./listeners.js";
import { queues } from "./queue.js";
import { queueTimeout, retries } from "./timeouts.js";

/** The parts of the longest time that a request may take by its timeouts, in the order in which they pass. */
export interface LongestWait {
  readonly queue: Milliseconds;
  readonly connect: Milliseconds;
  /** Tries to connect: the first and the retries. */
  readonly tries: number;
  /** All tries: one that times out is repeated at once (test/daemons/facts/connect-retries.test.ts). */
  readonly connecting: Milliseconds;
  readonly server: Milliseconds;
  readonly total: Milliseconds;
  /** Where the longest part is set. */
  readonly origin: Origin;
}

/** Undefined where one of the timeouts is without limit. */
export const longestWait = (placed: Pick<PlacedListener, "listener">): LongestWait | undefined => {
  const { listener } = placed;
  const { connect, server } = listener.settings.timeout;
  const waits = queueTimeout(listener);
  const queue = queues(placed) ? waits.value : 0;
  if (!connect || !server || queue === null) return undefined;
  const tries = retries(listener) + 1;
  // The pause between two tries (manual 4.2 retries) is made where a connection is refused, and that takes less.
  const connecting = connect * tries;
  const at = (name: string) => originOf(listener.node, "timeout", name);
  const most = Math.max(queue, connecting, server);
  const origin = most === connecting ? at("connect") : most === queue ? waits.origin : at("server");
  return { queue, connect, tries, connecting, server, total: queue + connecting + server, origin };
};
