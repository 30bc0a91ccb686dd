import { supports } from "../haproxy/dialect.js";
import type { Milliseconds } from "../text/units.js";
import type { Haproxy, Listener } from "./fleet.js";
import { mode } from "./listeners.js";
import { queues } from "./queue.js";
import { queueTimeout } from "./timeouts.js";

/** Whether something ends an old process that a reload has left behind, whatever it still serves. */
export const endsOldProcess = ({ version, global }: Haproxy): boolean =>
  supports(version, "hard-stop-after") &&
  (global["hard-stop-after"] !== undefined ||
    (global.directives ?? []).some((line) => /^\s*hard-stop-after\s/.test(line)));

/** How long a request of one listener may take, by its timeouts. */
export interface LongestRequest {
  readonly listener: Listener;
  readonly queue: Milliseconds;
  readonly server: Milliseconds;
  readonly total: Milliseconds;
}

/** Of the HTTP listeners the one whose requests may take longest, in the queue and at the server; undefined without limits. */
export const longestRequest = ({ listeners }: Haproxy): LongestRequest | undefined =>
  listeners
    .filter((listener) => mode(listener) === "http")
    .flatMap((listener): LongestRequest[] => {
      const queue = queues({ listener }) ? queueTimeout(listener).value : 0;
      const { server } = listener.settings.timeout;
      return queue === null || !server ? [] : [{ listener, queue, server, total: queue + server }];
    })
    .reduce<LongestRequest | undefined>(
      (most, other) => (most === undefined || other.total > most.total ? other : most),
      undefined,
    );
