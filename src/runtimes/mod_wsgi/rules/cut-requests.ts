import type { Fleet, Storm } from "../../../fleet/fleet.js";
import { firstGivesUp } from "../../../fleet/service-groups.js";
import { partsAt } from "../../../fleet/storm-parts.js";
import { inListeners, inService } from "../../../moves/candidate.js";
import type { RuleResult } from "../../../rules/define.js";
import { defineRule, fault, lack, pass } from "../../../rules/define.js";
import { showPercent, showSeconds } from "../../../text/units.js";
import { originOf } from "../../../yaml/node.js";
import type { Cut } from "../cut.js";
import { cutIn, leastRequestTimeout } from "../cut.js";
import { shutdownTimeout } from "../limits.js";
import type { WsgiGroup } from "../section.js";
import { wsgiGroups } from "../section.js";

export const cutRequests = defineRule({
  slug: "apache/cut-requests",
  severity: "warning",
  title: "request-timeout ends no request that only takes its time.",
  why: "A process whose threads have been busy for longer than request-timeout, on average over all of them, takes no more requests; shutdown-timeout later it is killed, and what it still serves gets 500. Apache logs: Truncated or oversized response headers.",
  how: "For each storm: the share of requests that take longer than request-timeout x threads + shutdown-timeout, each of which ends its process by itself; and, with several threads, how long they are busy at the storm's height, on average, by its arrivals and service times. One request in a thousand may be cut.",
  fix: "Raise request-timeout over the longest time that requests take.",
  source: [
    "mod_wsgi, WSGIDaemonProcess request-timeout and shutdown-timeout",
    "mod_wsgi 4.9.4 src/server/mod_wsgi.c wsgi_monitor_thread",
    "test/daemons/facts/request-timeout.test.ts",
  ],
  run: (fleet) => wsgiGroups(fleet).flatMap((group) => judge(fleet, group)),
});

const judge = (fleet: Fleet, group: WsgiGroup): RuleResult[] => {
  const { hosts, service, subject } = group;
  if (!service.wsgi["request-timeout"]) return [];
  if (fleet.storms.length === 0)
    return [
      lack({ subject, hosts, needs: "a storm with its service_time", at: originOf(fleet.node, "storms") }),
    ];
  const cuts = partsAt(fleet, group).flatMap((storm) => {
    const cut = cutIn(storm, group);
    return cut === undefined ? [] : [{ storm, cut }];
  });
  const longest = cuts.toSorted((a, b) => b.storm.service_time.mean - a.storm.service_time.mean)[0];
  return [longest === undefined ? pass : reported(fleet, group, longest)];
};

const reported = (
  fleet: Fleet,
  group: WsgiGroup,
  { storm, cut }: { readonly storm: Storm; readonly cut: Cut },
): RuleResult => {
  const { sample, hosts, service, subject } = group;
  const { threads, "request-timeout": limit = 0 } = service.wsgi;
  const shutdown = shutdownTimeout(service).value;
  const { mean } = storm.service_time;
  const least = leastRequestTimeout(partsAt(fleet, group));
  const gives = firstGivesUp(group);
  const also = gives !== undefined && gives < least ? `, with timeout server ${least / 1000}s` : "";
  const common = {
    subject,
    hosts,
    at: originOf(service.node, "wsgi", "request-timeout"),
    candidates: [
      [
        ...inService(group, { wsgi: { "request-timeout": `${least / 1000}s` } }),
        ...(gives !== undefined && gives < least
          ? inListeners(group.claims, { timeout: { server: `${least / 1000}s` } })
          : []),
      ],
      inService(group, { wsgi: { "request-timeout": null } }),
    ],
    fix: `request-timeout ${least / 1000}s fits${also}`,
  };
  const figures = { request_timeout_ms: limit, threads, shutdown_timeout_ms: shutdown, mean_ms: mean };
  if (cut.by === "itself")
    return fault({
      ...common,
      message: `${showPercent(cut.share)} of the requests of ${storm.name} are ended on ${sample.name} and get 500: they take longer than ${showSeconds(cut.past)}`,
      why: `request-timeout ${showSeconds(limit)}${threads === 1 ? "" : ` x ${threads} threads`} + shutdown-timeout ${showSeconds(shutdown)} = ${showSeconds(cut.past)}; ${storm.name}'s mean is ${showSeconds(mean)}`,
      figures: { ...figures, cut_share: Number(cut.share.toPrecision(3)) },
    });
  const peak = Math.round(cut.busy.peak / 100) * 100;
  return fault({
    ...common,
    message: `in ${storm.name} the ${threads} threads of a process on ${sample.name} are busy for up to ${showSeconds(peak)} on average: request-timeout ${showSeconds(limit)} ends it, and what it serves for ${showSeconds(shutdown)} more gets 500`,
    why: `requests of ${storm.name} take ${showSeconds(mean)} on average; at its height threads have been busy for ${showSeconds(Math.round(cut.busy.mean / 100) * 100)}, idle ones counted as 0`,
    figures: { ...figures, busy_ms: peak },
  });
};
