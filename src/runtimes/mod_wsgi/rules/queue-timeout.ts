import { slots } from "../../../fleet/capacity.js";
import { atSlots, waitingForSlot } from "../../../fleet/concurrency.js";
import type { Fleet } from "../../../fleet/fleet.js";
import { firstGivesUp } from "../../../fleet/service-groups.js";
import { inService } from "../../../moves/candidate.js";
import type { RuleResult } from "../../../rules/define.js";
import { defineRule, fault, pass } from "../../../rules/define.js";
import { fewerAtOnce } from "../../../rules/slot-candidates.js";
import { counted } from "../../../text/counted.js";
import { showSeconds } from "../../../text/units.js";
import { originOf } from "../../../yaml/node.js";
import type { WsgiGroup } from "../section.js";
import { wsgiGroups } from "../section.js";

export const apacheQueueTimeout = defineRule({
  slug: "apache/queue-timeout",
  severity: "warning",
  title: "A request that HAProxy has given up on is not served.",
  why: "mod_wsgi hands a request to a daemon process whether or not its client is still there. After an overload the slots work off requests that nobody waits for, while new ones time out behind them. queue-timeout drops such a request when a process takes it.",
  how: "If more requests may reach the daemon processes than there are slots: queue-timeout compared with the shortest timeout server of the listeners.",
  fix: "Set queue-timeout below timeout server; or keep maxconn within the slots, so that requests wait in HAProxy.",
  source: [
    "mod_wsgi, WSGIDaemonProcess queue-timeout",
    "measured with mod_wsgi 4.9.4: five of six clients leave, all six requests are served; with queue-timeout the late ones get 504 unserved",
  ],
  run: (fleet) => wsgiGroups(fleet).flatMap((group) => judge(fleet, group)),
});

const judge = (fleet: Fleet, group: WsgiGroup): RuleResult[] => {
  const { sample, hosts, service, subject } = group;
  const limit = firstGivesUp(group);
  if (limit === undefined) return [];
  const waiting = waitingForSlot(group);
  const set = service.wsgi["queue-timeout"] || undefined;
  if (waiting === 0 || (set !== undefined && set <= limit)) return [pass];
  return [
    fault({
      subject,
      hosts,
      at: originOf(service.node, "wsgi", "queue-timeout"),
      message:
        set === undefined
          ? `up to ${counted(waiting, "request")} may wait for a slot on ${sample.name} without limit; HAProxy gives up on them after ${showSeconds(limit)}`
          : `requests may wait for a slot on ${sample.name} for ${showSeconds(set)}; HAProxy gives up on them after ${showSeconds(limit)}`,
      why: `${counted(atSlots(group), "request")} at once - ${counted(slots(service), "slot")} = ${waiting} waiting; queue-timeout is ${set === undefined ? "not set" : showSeconds(set)}, timeout server ${showSeconds(limit)}`,
      candidates: [
        ...(limit >= 1000
          ? [inService(group, { wsgi: { "queue-timeout": `${Math.floor(limit / 1000)}s` } })]
          : []),
        ...fewerAtOnce(fleet, group),
      ],
      // 0s would be no limit at all.
      fix:
        limit >= 1000
          ? `queue-timeout ${Math.floor(limit / 1000)}s fits, a shorter one leaves time to be served; or a maxconn within the slots`
          : "a maxconn within the slots; or a longer timeout server, as queue-timeout is 1 s at least",
      figures: { waiting, timeout_server_ms: limit, ...(set === undefined ? {} : { queue_timeout_ms: set }) },
    }),
  ];
};
