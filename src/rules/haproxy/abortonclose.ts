import { worstStorm } from "../../fleet/capacity.js";
import type { Fleet } from "../../fleet/fleet.js";
import type { PlacedListener } from "../../fleet/listeners.js";
import { abortsOnClose, everyListener, heedsAbortonclose, mode } from "../../fleet/listeners.js";
import { A_FEW_SECONDS, queues } from "../../fleet/queue.js";
import { queueTimeout } from "../../fleet/timeouts.js";
import { formatVersion } from "../../haproxy/version.js";
import { inListener } from "../../moves/candidate.js";
import { showSeconds } from "../../text/units.js";
import { originOf } from "../../yaml/node.js";
import type { RuleResult } from "../define.js";
import { defineRule, fault, pass } from "../define.js";

export const abortonclose = defineRule({
  slug: "haproxy/abortonclose",
  severity: "warning",
  title: "A queued request is dropped once its client has gone.",
  why: "Without option abortonclose a request is served even after its client has given up. In a storm the servers work for nobody, and clients that still wait queue behind abandoned requests.",
  how: "HTTP listeners with maxconn on their server lines whose queue holds a request longer than the largest storm's patience (default 10 s), without option abortonclose, which is the default since 3.3; 1.9 to 2.3 ignore it in HTTP mode.",
  fix: "Set option abortonclose, or a timeout queue within the clients' patience.",
  source: [
    "HAProxy configuration manual 4.2 option abortonclose",
    "haproxy issue 811: the default from 3.3 on",
  ],
  run: (fleet) => everyListener(fleet).flatMap((placed) => judge(fleet, placed)),
});

const judge = (fleet: Fleet, placed: PlacedListener): RuleResult[] => {
  const { listener, hosts } = placed;
  if (mode(listener) !== "http" || !queues(placed)) return [];
  const queue = queueTimeout(listener);
  const given = worstStorm(fleet)?.patience;
  const tolerated = given ?? A_FEW_SECONDS;
  if (abortsOnClose(placed) || (queue.value !== null && queue.value <= tolerated)) return [pass];
  const heeds = heedsAbortonclose(placed);
  const holds = queue.value === null ? "without limit" : `for ${showSeconds(queue.value)}`;
  return [
    fault({
      subject: listener.name,
      hosts,
      at: originOf(listener.node, "option", "abortonclose"),
      message: `${listener.name} queues requests ${holds}, and serves them even if the client has gone`,
      why: `timeout queue ${queue.value === null ? "not set" : showSeconds(queue.value)} (${queue.because}) > ${given === undefined ? `${showSeconds(tolerated)}, which clients tolerate` : `the clients' patience of ${showSeconds(tolerated)}`}, ${heeds ? "without option abortonclose" : `and HAProxy ${formatVersion(placed.haproxy.version)} ignores option abortonclose in HTTP mode`}`,
      candidates: [
        ...(heeds ? [inListener(placed, { option: { abortonclose: true } })] : []),
        ...(tolerated >= 1000
          ? [inListener(placed, { timeout: { queue: `${Math.floor(tolerated / 1000)}s` } })]
          : []),
      ],
      fix: `${heeds ? "option abortonclose: true; or " : ""}timeout queue ${Math.floor(tolerated / 1000)}s`,
      figures: { timeout_queue_ms: queue.value ?? "none", patience_ms: tolerated },
    }),
  ];
};
