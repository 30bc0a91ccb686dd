import type { Fleet } from "../../../fleet/fleet.js";
import { firstGivesUp } from "../../../fleet/service-groups.js";
import { partsAt } from "../../../fleet/storm-parts.js";
import { inListeners, inService } from "../../../moves/candidate.js";
import type { RuleResult } from "../../../rules/define.js";
import { defineRule, fault, pass } from "../../../rules/define.js";
import { showSeconds } from "../../../text/units.js";
import { leastRequestTimeout } from "../cut.js";
import { socketTimeout } from "../limits.js";
import type { WsgiGroup } from "../section.js";
import { wsgiGroups } from "../section.js";

export const apacheSocketTimeout = defineRule({
  slug: "apache/socket-timeout",
  severity: "warning",
  title: "Apache waits for a daemon process as long as HAProxy waits for Apache.",
  why: "Apache's wait starts when it hands the request over, so the time in the queue counts. When it ends, Apache answers 504 although HAProxy is still waiting; the process serves the request anyway, and HAProxy counts its slot as free.",
  how: "socket-timeout (default: Timeout, 60 s) compared with the shortest timeout server of the listeners.",
  fix: "Raise socket-timeout (or Timeout) to timeout server.",
  source: [
    "mod_wsgi, WSGIDaemonProcess socket-timeout",
    "Apache HTTP Server 2.4, core Timeout",
    "measured with mod_wsgi 4.9.4: one slot, Timeout 3, five requests of 1 s: two get 504 after 3 s, all five are served",
  ],
  run: (fleet) => wsgiGroups(fleet).flatMap((group) => judge(fleet, group)),
});

const judge = (fleet: Fleet, group: WsgiGroup): RuleResult[] => {
  const { sample, hosts, service, subject } = group;
  const limit = firstGivesUp(group);
  if (limit === undefined) return [];
  const wait = socketTimeout(sample, service);
  if (wait.value >= limit) return [pass];
  const shorter = Math.floor(wait.value / 1000) * 1000;
  const least = leastRequestTimeout(partsAt(fleet, group));
  return [
    fault({
      subject,
      hosts,
      at: wait.origin,
      message: `Apache on ${sample.name} gives up on a request after ${showSeconds(wait.value)}; HAProxy waits for ${showSeconds(limit)}`,
      why: `socket-timeout ${showSeconds(wait.value)} (${wait.because}) < timeout server ${showSeconds(limit)}, and it includes the wait for a slot`,
      candidates: [
        inService(group, { wsgi: { "socket-timeout": `${Math.ceil(limit / 1000)}s` } }),
        ...(shorter >= 1000 && shorter >= least
          ? [inListeners(group.claims, { timeout: { server: `${shorter / 1000}s` } })]
          : []),
      ],
      fix: `socket-timeout ${Math.ceil(limit / 1000)}s fits${shorter >= least ? `; or timeout server ${shorter / 1000}s` : ""}`,
      figures: { socket_timeout_ms: wait.value, timeout_server_ms: limit },
    }),
  ];
};
