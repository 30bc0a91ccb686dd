import { balance, queuesAtServer } from "../../fleet/balance.js";
import { worstStormOn } from "../../fleet/capacity.js";
import type { Fleet } from "../../fleet/fleet.js";
import type { PlacedListener } from "../../fleet/listeners.js";
import { everyListener } from "../../fleet/listeners.js";
import type { LineGroup } from "../../fleet/server-lines.js";
import { lineGroups, lineOrigin, namesOf } from "../../fleet/server-lines.js";
import { queueTimeout } from "../../fleet/timeouts.js";
import { formatVersion } from "../../haproxy/version.js";
import { inListener } from "../../moves/candidate.js";
import { counted } from "../../text/counted.js";
import { showSeconds } from "../../text/units.js";
import type { RuleResult } from "../define.js";
import { defineRule, fault, pass } from "../define.js";
import { noStorm } from "../no-storm.js";

export const maxqueue = defineRule({
  slug: "haproxy/maxqueue",
  severity: "warning",
  title: "maxqueue limits a queue that exists, to what the server can serve in time.",
  why: "Requests queue for one server only if a hash or cookie selects it, or leastconn (from 2.3 on) or random (up to 2.2) chose it; otherwise they queue in the listener, which maxqueue does not limit. A limit above what the server serves within timeout queue admits requests that can only end in 503 (sQ).",
  how: "maxqueue without maxconn; maxqueue with an algorithm that queues in the listener; maxqueue over maxconn x timeout queue / mean service time of the largest storm.",
  fix: "Lower maxqueue to what is served in time; limit the listener's queue with timeout queue.",
  source: ["HAProxy configuration manual 5.2 maxqueue", "test/daemons/facts/maxqueue.test.ts"],
  run: (fleet) =>
    everyListener(fleet).flatMap((placed) =>
      lineGroups(placed.listener).flatMap((group) => judge(fleet, placed, group)),
    ),
});

const judge = (fleet: Fleet, placed: PlacedListener, group: LineGroup): RuleResult[] => {
  const { listener, hosts } = placed;
  const line = group.sample;
  const { maxqueue: most, maxconn } = line.settings;
  if (!most) return [];
  const common = { subject: listener.name, hosts, at: lineOrigin({ listener, line }, "maxqueue") };
  const about = `maxqueue ${most} of ${namesOf(group)} in ${listener.name}`;
  if (!maxconn) {
    return [
      fault({
        ...common,
        message: `${about} has no effect: without maxconn no request queues`,
        why: "requests queue once a server has maxconn requests, and this server has no maxconn",
        candidates: [inListener(placed, { server: { maxqueue: null } })],
        fix: "set maxconn on the server lines; or remove maxqueue",
        figures: { maxqueue: most },
      }),
    ];
  }
  const algorithm = balance(placed).value;
  if (!queuesAtServer(placed, algorithm)) {
    const byVersion = /^(?:leastconn|random)/.test(algorithm)
      ? ` of HAProxy ${formatVersion(placed.haproxy.version)}`
      : "";
    return [
      fault({
        ...common,
        message: `${about} has no effect: with balance ${algorithm}${byVersion} requests queue in the listener, not for one server`,
        why: `balance ${algorithm} picks a server with room, or keeps the request in the listener's queue if none has; only a cookie selects one server`,
        candidates: [inListener(placed, { server: { maxqueue: null } })],
        fix: `limit the queue with timeout queue${queuesAtServer(placed, "leastconn") ? "; or balance: leastconn, which fills the servers' queues up to maxqueue" : ""}`,
        figures: { maxqueue: most, balance: algorithm },
      }),
    ];
  }
  const queue = queueTimeout(listener);
  const storm = worstStormOn(fleet, listener);
  if (storm === undefined) return [noStorm(fleet, common)];
  if (queue.value === null) return [pass];
  const mean = storm.service_time.mean;
  const served = Math.floor((maxconn * queue.value) / mean);
  if (most <= served) return [pass];
  return [
    fault({
      ...common,
      message: `${about} admits ${counted(most - served, "request")} that can't be served before timeout queue`,
      why: `maxconn ${maxconn} x ${showSeconds(queue.value)} (timeout queue, ${queue.because}) / ${showSeconds(mean)} each = ${served} < maxqueue ${most}`,
      candidates:
        served > 0
          ? [
              inListener(placed, { server: { maxqueue: served } }),
              inListener(placed, { server: { maxqueue: null } }),
            ]
          : [
              inListener(placed, {
                timeout: { queue: `${Math.ceil(mean / maxconn / 1000)}s` },
                server: { maxqueue: 1 },
              }),
              inListener(placed, { server: { maxqueue: null } }),
            ],
      // 0 would be no limit at all.
      fix:
        served > 0
          ? `maxqueue ${served} fits`
          : `timeout queue ${Math.ceil(mean / maxconn / 1000)}s and maxqueue 1 fit; or a higher maxconn`,
      figures: { maxqueue: most, served },
    }),
  ];
};
