import { originOf } from "../inventory/node.js";
import type { Origin } from "../inventory/place.js";
import type { Milliseconds } from "../inventory/units.js";
import type { PlacedListener } from "./listeners.js";
import { queues } from "./queue.js";
import { queueTimeout, retries } from "./timeouts.js";

/** Between two tries on one server HAProxy waits for min(timeout connect, 1 s): manual 4.2 retries. */
const TURNAROUND: Milliseconds = 1000;

/** The parts of the longest time that a request may take by its timeouts, in the order in which they pass. */
export interface LongestWait {
  readonly queue: Milliseconds;
  readonly connect: Milliseconds;
  /** Tries to connect: the first and the retries. */
  readonly tries: number;
  /** All tries, and the pauses between them. */
  readonly connecting: Milliseconds;
  readonly server: Milliseconds;
  readonly total: Milliseconds;
  /** Where the longest part is set. */
  readonly origin: Origin;
}

/** Fact H12; undefined where one of the timeouts is without limit. */
export const longestWait = (placed: Pick<PlacedListener, "listener">): LongestWait | undefined => {
  const { listener } = placed;
  const { connect, server } = listener.settings.timeout;
  const waits = queueTimeout(listener);
  const queue = queues(placed) ? waits.value : 0;
  if (!connect || !server || queue === null) return undefined;
  const tries = retries(listener) + 1;
  const connecting = connect * tries + Math.min(connect, TURNAROUND) * (tries - 1);
  const at = (name: string) => originOf(listener.node, "timeout", name);
  const most = Math.max(queue, connecting, server);
  const origin = most === connecting ? at("connect") : most === queue ? waits.origin : at("server");
  return { queue, connect, tries, connecting, server, total: queue + connecting + server, origin };
};
