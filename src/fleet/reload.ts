import type { Milliseconds } from "../inventory/units.js";
import { supports } from "../modules/haproxy/dialect.js";
import type { Haproxy } from "./fleet.js";
import { mode } from "./listeners.js";
import { queues } from "./queue.js";
import { queueTimeout } from "./timeouts.js";

/** Whether something ends an old process that a reload has left behind, whatever it still serves. */
export const endsOldProcess = ({ version, global }: Haproxy): boolean =>
  supports(version, "hard-stop-after") &&
  (global["hard-stop-after"] !== undefined ||
    (global.directives ?? []).some((line) => /^\s*hard-stop-after\s/.test(line)));

/** The longest time that a request of the HTTP listeners may take, in the queue and at the server; undefined without limits. */
export const longestRequest = ({ listeners }: Haproxy): Milliseconds | undefined => {
  const times = listeners
    .filter((listener) => mode(listener) === "http")
    .flatMap((listener) => {
      const queue = queues({ listener }) ? queueTimeout(listener).value : 0;
      const { server } = listener.settings.timeout;
      return queue === null || !server ? [] : [queue + server];
    });
  return times.length === 0 ? undefined : times.reduce((most, time) => Math.max(most, time));
};
