import { worstStorm } from "../../fleet/capacity.js";
import type { Fleet } from "../../fleet/fleet.js";
import type { PlacedListener } from "../../fleet/listeners.js";
import { abortsOnClose, everyListener, mode } from "../../fleet/listeners.js";
import { A_FEW_SECONDS, queues } from "../../fleet/queue.js";
import { queueTimeout } from "../../fleet/timeouts.js";
import { showSeconds } from "../../text/units.js";
import { originOf } from "../../yaml/node.js";
import type { Verdict } from "../define.js";
import { defineRule, fault, pass } from "../define.js";

export const abortonclose = defineRule({
  slug: "haproxy/abortonclose",
  severity: "warning",
  title: "Where requests may queue for long, one whose client has gone leaves the queue.",
  why: "Without option abortonclose a request is served after its client has given up. In a storm the servers work for nobody, and those who still wait do so behind requests that nobody waits for.",
  how: "Listeners in HTTP mode with maxconn on their server lines, where the queue holds a request longer than the largest storm's patience (10 s where it is not given), without option abortonclose; it is the default from 3.3 on.",
  fix: "Set option abortonclose; or let the queue end before the client's patience does.",
  source: [
    "HAProxy configuration manual 4.2 option abortonclose",
    "haproxy issue 811: the default from 3.3 on",
  ],
  run: (fleet) => everyListener(fleet).flatMap((placed) => judge(fleet, placed)),
});

const judge = (fleet: Fleet, placed: PlacedListener): Verdict[] => {
  const { listener, hosts } = placed;
  if (mode(listener) !== "http" || !queues(placed)) return [];
  const queue = queueTimeout(listener);
  const given = worstStorm(fleet)?.patience;
  const bearable = given ?? A_FEW_SECONDS;
  if (abortsOnClose(placed) || (queue.value !== null && queue.value <= bearable)) return [pass];
  const holds = queue.value === null ? "without limit" : `for ${showSeconds(queue.value)}`;
  return [
    fault({
      subject: listener.name,
      hosts,
      at: originOf(listener.node, "option", "abortonclose"),
      message: `${listener.name} queues requests ${holds}, and serves them although the client has gone`,
      why: `timeout queue ${queue.value === null ? "unset" : showSeconds(queue.value)} (${queue.because}) > ${given === undefined ? `${showSeconds(bearable)}, a time that clients bear` : `the clients' patience of ${showSeconds(bearable)}`}, without option abortonclose`,
      fix: `option abortonclose: true; or timeout queue ${Math.floor(bearable / 1000)}s`,
      figures: { timeout_queue_ms: queue.value ?? "none", patience_ms: bearable },
    }),
  ];
};
