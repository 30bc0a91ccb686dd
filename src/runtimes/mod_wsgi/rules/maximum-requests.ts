import { slots, worstStormAt } from "../../../fleet/capacity.js";
import type { Fleet } from "../../../fleet/fleet.js";
import { inService } from "../../../moves/candidate.js";
import type { RuleResult } from "../../../rules/define.js";
import { defineRule, fault, lack, pass } from "../../../rules/define.js";
import { counted } from "../../../text/counted.js";
import { showPercent, showSeconds } from "../../../text/units.js";
import { originOf } from "../../../yaml/node.js";
import { inMainInterpreter, replacementGap } from "../limits.js";
import type { WsgiGroup } from "../section.js";
import { wsgiGroups } from "../section.js";

/** Share of the slots that may be lost to replacement while all are busy. */
const TOLERATED = 0.02;

export const maximumRequests = defineRule({
  slug: "apache/maximum-requests",
  severity: "warning",
  title: "Replacing processes costs at most 2 % of the slots.",
  why: "A process that has served maximum-requests exits, and its slots are gone until the next one runs. In an interpreter of its own (mod_wsgi's default) the exit hangs under Python 3.9 and later, which wait for threads that mod_wsgi has made, until shutdown-timeout kills it: 5 s without those slots.",
  how: "Gap / (life + gap): the gap is shutdown-timeout + 0.35 s, or 0.35 s with application-group %{GLOBAL}; the lifetime of a busy process is maximum-requests x the largest storm's mean service time / threads. At most 2 %.",
  fix: "Raise maximum-requests, run the script in the main interpreter, or shorten shutdown-timeout.",
  source: [
    "mod_wsgi, WSGIDaemonProcess maximum-requests and shutdown-timeout",
    "mod_wsgi, WSGIDestroyInterpreter: Python from 3.9 on; the release notes of 5.0 to 5.0.2 change nothing of it",
    "measured with mod_wsgi 4.9.4 and Python 3.11: 5.3 s from the last answer to the next, 0.35 s in %{GLOBAL}",
  ],
  run: (fleet) => wsgiGroups(fleet).flatMap((group) => judge(fleet, group)),
});

const judge = (fleet: Fleet, group: WsgiGroup): RuleResult[] => {
  const { sample, hosts, service, subject } = group;
  const { threads, "maximum-requests": limit } = service.wsgi;
  if (!limit) return [];
  const storm = worstStormAt(fleet, group);
  if (storm === undefined)
    return [
      lack({ subject, hosts, needs: "a storm with its service_time", at: originOf(fleet.node, "storms") }),
    ];
  const { mean } = storm.service_time;
  const gap = replacementGap(sample, service);
  const life = (limit * mean) / threads;
  const away = gap / (life + gap);
  if (away <= TOLERATED) return [pass];
  const fits = Math.ceil((gap * (1 / TOLERATED - 1) * threads) / mean);
  const shorter = inMainInterpreter(sample, service)
    ? ""
    : "; or application-group %{GLOBAL}, in which a process exits at once";
  return [
    fault({
      subject,
      hosts,
      at: originOf(service.node, "wsgi", "maximum-requests"),
      message: `${showPercent(away)} of the ${counted(slots(service), "slot")} on ${sample.name} ${slots(service) === 1 ? "is" : "are"} down for process replacement during ${storm.name}`,
      why: `a busy process lives for ${counted(limit, "request")} x ${showSeconds(mean)}${threads === 1 ? "" : ` / ${counted(threads, "thread")}`} = ${showSeconds(life)}, then is gone for ${showSeconds(gap)}`,
      candidates: [
        inService(group, { wsgi: { "maximum-requests": fits } }),
        inService(group, { wsgi: { "maximum-requests": fits * 2 } }),
        inService(group, { site: { "application-group": "%{GLOBAL}" } }),
        inService(group, { wsgi: { "maximum-requests": null } }),
      ],
      fix: `maximum-requests ${fits} fits${shorter}`,
      figures: {
        maximum_requests: limit,
        mean_ms: mean,
        gap_ms: gap,
        away_share: Number(away.toPrecision(3)),
      },
    }),
  ];
};
