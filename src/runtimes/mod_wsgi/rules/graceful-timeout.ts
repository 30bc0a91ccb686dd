import { worstStormAt } from "../../../fleet/capacity.js";
import type { Fleet } from "../../../fleet/fleet.js";
import { limitFor, shareOver } from "../../../fleet/service-time.js";
import { inService } from "../../../moves/candidate.js";
import type { RuleResult } from "../../../rules/define.js";
import { defineRule, fault, lack, pass } from "../../../rules/define.js";
import { showPercent, showSeconds } from "../../../text/units.js";
import { originOf } from "../../../yaml/node.js";
import { TOLERATED } from "../cut.js";
import { gracefulTimeout, killedAfter, shutdownTimeout } from "../limits.js";
import type { WsgiGroup } from "../section.js";
import { wsgiGroups } from "../section.js";

export const apacheGracefulTimeout = defineRule({
  slug: "apache/graceful-timeout",
  severity: "warning",
  title: "A process at maximum-requests lets its other threads finish.",
  why: "The process waits up to graceful-timeout for its other threads to become idle, still taking new requests, then up to shutdown-timeout; then it is killed, and its requests get 500. A process with one thread is idle when it reaches its limit and cuts nothing off.",
  how: "With more than one thread and maximum-requests set: the share of the largest storm's requests that take longer than graceful-timeout (default 15 s) + shutdown-timeout (default 5 s). More than one in a thousand is too many.",
  fix: "Raise graceful-timeout.",
  source: [
    "mod_wsgi, WSGIDaemonProcess graceful-timeout and shutdown-timeout",
    "measured with mod_wsgi 4.9.4: a request of 30 s gets 500 after 20 s by default, and 200 with graceful-timeout=60",
  ],
  run: (fleet) => wsgiGroups(fleet).flatMap((group) => judge(fleet, group)),
});

const judge = (fleet: Fleet, group: WsgiGroup): RuleResult[] => {
  const { sample, hosts, service, subject } = group;
  const { threads, "maximum-requests": limit } = service.wsgi;
  if (threads === 1 || !limit) return [];
  const storm = worstStormAt(fleet, group);
  if (storm === undefined)
    return [
      lack({ subject, hosts, needs: "a storm with its service_time", at: originOf(fleet.node, "storms") }),
    ];
  const graceful = gracefulTimeout(service);
  const shutdown = shutdownTimeout(service).value;
  const cut = shareOver(graceful.value + killedAfter(service), storm);
  if (cut <= TOLERATED) return [pass];
  const { mean } = storm.service_time;
  const longest = limitFor(TOLERATED, storm);
  return [
    fault({
      subject,
      hosts,
      at: graceful.origin,
      message: `a process replaced on ${sample.name} kills the requests of its other ${threads === 2 ? "thread" : `${threads - 1} threads`} after ${showSeconds(graceful.value + shutdown)}; ${showPercent(cut)} of the requests of ${storm.name} take longer`,
      why: `graceful-timeout ${showSeconds(graceful.value)} (${graceful.because}) + shutdown-timeout ${showSeconds(shutdown)}; ${storm.name}'s mean is ${showSeconds(mean)}`,
      candidates: [
        inService(group, {
          wsgi: { "graceful-timeout": `${Math.max(Math.ceil((longest - shutdown) / 1000), 1)}s` },
        }),
      ],
      fix: `graceful-timeout ${Math.max(Math.ceil((longest - shutdown) / 1000), 1)}s fits`,
      figures: {
        graceful_timeout_ms: graceful.value,
        shutdown_timeout_ms: shutdown,
        mean_ms: mean,
        cut_share: Number(cut.toPrecision(3)),
      },
    }),
  ];
};
