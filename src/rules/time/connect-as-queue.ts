import { everyListener } from "../../fleet/listeners.js";
import { longestWait } from "../../fleet/longest-wait.js";
import { queues } from "../../fleet/queue.js";
import { LONG_CONNECT } from "../../fleet/timeouts.js";
import { inListener } from "../../moves/candidate.js";
import { counted } from "../../text/counted.js";
import { formatDuration, showSeconds } from "../../text/units.js";
import { originOf } from "../../yaml/node.js";
import type { RuleResult } from "../define.js";
import { defineRule, fault, pass } from "../define.js";

export const connectAsQueue = defineRule({
  slug: "time/connect-as-queue",
  severity: "warning",
  title: "timeout queue is set by itself, so timeout connect can stay short.",
  why: "timeout queue defaults to timeout connect, and some raise the latter for the former's sake. Then each attempt to reach a dead server takes as long: a request waits several times over before another server is tried.",
  how: "Listeners with maxconn on their server lines, no timeout queue, and a timeout connect over 10 s.",
  fix: "Set timeout queue to the present timeout connect, and timeout connect to a few seconds.",
  source: [
    "HAProxy configuration manual 4.2 timeout check: no valid reason for long connect timeouts",
    "HAProxy configuration manual 4.2 timeout queue",
  ],
  run: (fleet) =>
    everyListener(fleet).flatMap((placed): RuleResult[] => {
      const { listener, hosts } = placed;
      const { queue, connect } = listener.settings.timeout;
      if (!connect || !queues(placed)) return [];
      if (queue !== undefined || connect <= LONG_CONNECT) return [pass];
      const wait = longestWait(placed);
      const tries =
        wait === undefined
          ? showSeconds(connect)
          : `${showSeconds(wait.connecting)} in ${counted(wait.tries, "attempt")}`;
      return [
        fault({
          subject: listener.name,
          hosts,
          at: originOf(listener.node, "timeout", "connect"),
          message: `timeout connect ${showSeconds(connect)} of ${listener.name} is also its timeout queue: a dead server holds a request for ${tries}`,
          why: `timeout queue is not set and defaults to timeout connect, ${showSeconds(connect)}; a server on the same network connects in milliseconds`,
          candidates: [inListener(placed, { timeout: { queue: formatDuration(connect), connect: "5s" } })],
          fix: `timeout queue ${showSeconds(connect).replace(" ", "")} and timeout connect 5s`,
          figures: { timeout_connect_ms: connect, connecting_ms: wait?.connecting ?? connect },
        }),
      ];
    }),
});
