import { demand, slots } from "../../../fleet/capacity.js";
import { atSlots, waitingForSlot } from "../../../fleet/concurrency.js";
import type { Fleet } from "../../../fleet/fleet.js";
import { inService, onServers } from "../../../moves/candidate.js";
import type { RuleResult } from "../../../rules/define.js";
import { defineRule, fault, pass } from "../../../rules/define.js";
import { fewerAtOnce } from "../../../rules/slot-candidates.js";
import { counted } from "../../../text/counted.js";
import { wsgiBacklog } from "../limits.js";
import type { WsgiGroup } from "../section.js";
import { wsgiGroups } from "../section.js";

export const listenBacklog = defineRule({
  slug: "apache/listen-backlog",
  severity: "warning",
  title: "Every request that waits for a daemon process fits in its backlog.",
  why: "An Apache worker that finds the backlog full retries for 15 s (connect-timeout), out of turn: later requests overtake it. Then its client gets 503.",
  how: "Requests that may reach the slots at once (the proxies' maxconn and checks, at most Apache's workers) minus the slots, compared with listen-backlog (default 100, capped by net.core.somaxconn) plus the one that Linux takes on top.",
  fix: "Limit the requests with maxconn, or raise listen-backlog.",
  source: [
    "mod_wsgi, WSGIDaemonProcess listen-backlog and connect-timeout",
    "Linux net/unix/af_unix.c unix_recvq_full",
    "measured with mod_wsgi 4.9.4: 12 requests for one slot, listen-backlog=3: two get 503 after 15 s, later ones are served",
  ],
  run: (fleet) => wsgiGroups(fleet).map((group) => judge(fleet, group)),
});

const judge = (fleet: Fleet, group: WsgiGroup): RuleResult => {
  const { sample, hosts, service, subject } = group;
  const asked = wsgiBacklog(service);
  const limit = sample.limits.somaxconn;
  const places = Math.min(asked.value, limit.value);
  const waiting = waitingForSlot(group);
  if (waiting <= places + 1) return pass;
  const cut = limit.value < asked.value;
  const bounded = demand(group).requests !== null;
  const kernel = waiting - 1 > limit.value ? `, with net.core.somaxconn ${waiting - 1}` : "";
  return fault({
    subject,
    hosts,
    at: cut ? limit.origin : asked.origin,
    message: `${counted(waiting, "request")} may wait for a daemon process on ${sample.name}; its backlog holds ${places}`,
    why: `${bounded ? "" : "nothing limits the requests: "}${atSlots(group)} ${bounded ? "requests and checks" : "Apache workers"} - ${counted(slots(service), "slot")} = ${waiting} > ${cut ? `net.core.somaxconn ${places}` : `listen-backlog ${places} (${asked.because})`}: ${waiting - places - 1} get 503 after 15 s`,
    candidates: [
      ...fewerAtOnce(fleet, group),
      [
        ...inService(group, { wsgi: { "listen-backlog": waiting - 1 } }),
        ...(waiting - 1 > limit.value
          ? onServers(group, { kernel: { "net.core.somaxconn": waiting - 1 } })
          : []),
      ],
    ],
    fix: `${bounded ? "a lower maxconn" : "maxconn on the server lines"}; or listen-backlog ${waiting - 1} fits${kernel}; p99 may rise then, as requests wait there that get 503 so far`,
    figures: { waiting, backlog: places, at_slots: atSlots(group), slots: slots(service) },
  });
};
