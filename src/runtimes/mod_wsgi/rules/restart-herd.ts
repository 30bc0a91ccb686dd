import { stormDemand, worstStormAt } from "../../../fleet/capacity.js";
import type { Fleet } from "../../../fleet/fleet.js";
import { inService } from "../../../moves/candidate.js";
import type { RuleResult } from "../../../rules/define.js";
import { defineRule, fault, lack, pass } from "../../../rules/define.js";
import { showSeconds } from "../../../text/units.js";
import { originOf } from "../../../yaml/node.js";
import { replacementGap } from "../limits.js";
import type { WsgiGroup } from "../section.js";
import { wsgiGroups } from "../section.js";

export const restartHerd = defineRule({
  slug: "apache/restart-herd",
  severity: "warning",
  title: "Processes do not all reach maximum-requests within one storm.",
  why: "Processes that start together and share the requests evenly reach maximum-requests together and are replaced together. In the middle of a storm the host loses most of its slots at once, and health checks fail with them.",
  how: "The requests of the largest storm at one active app server, divided by its processes, compared with maximum-requests; with half of it where a storm is over before a process is back.",
  fix: "Raise maximum-requests well above a storm's share, so that few processes reach it in one storm.",
  source: [
    "mod_wsgi, WSGIDaemonProcess maximum-requests",
    "measured with mod_wsgi 4.9.4: ten processes under an even load are all replaced within the same second, and nothing is answered for 8 s",
  ],
  run: (fleet) => wsgiGroups(fleet).flatMap((group) => judge(fleet, group)),
});

const judge = (fleet: Fleet, group: WsgiGroup): RuleResult[] => {
  const { sample, hosts, service, subject } = group;
  const { processes, "maximum-requests": limit } = service.wsgi;
  if (!limit || processes === 1 || group.claims.length === 0 || group.role === "backup") return [];
  const storm = worstStormAt(fleet, group);
  if (storm === undefined)
    return [lack({ subject, hosts, needs: "a storm", at: originOf(fleet.node, "storms") })];
  const each = stormDemand(storm, group) / processes;
  const gap = replacementGap(sample, service);
  // A storm finds a process with half of its requests left, on average; while some are gone the others serve for them.
  const soon = gap >= storm.over && each >= limit / 2;
  if (each < limit && !soon) return [pass];
  const times = Math.max(Math.floor(each / limit), 1);
  return [
    fault({
      subject,
      hosts,
      at: originOf(service.node, "wsgi", "maximum-requests"),
      message: `all ${processes} processes on ${sample.name} are replaced ${times === 1 ? "once" : `${times} times`} in ${storm.name}, at about the same time`,
      why: `${Math.round(stormDemand(storm, group))} requests / ${processes} processes = ${Math.round(each)} each ${soon && each < limit ? `>= half of maximum-requests ${limit}, and the storm is over before the first is back` : `>= maximum-requests ${limit}`}; each time the slots are gone for ${showSeconds(gap)} plus the time to load the application`,
      candidates: [
        inService(group, { wsgi: { "maximum-requests": Math.ceil(each * 10) } }),
        inService(group, { wsgi: { "maximum-requests": 0 } }),
        inService(group, { wsgi: { "maximum-requests": null } }),
      ],
      fix: `maximum-requests ${Math.ceil(each * 10)}: once in ten storms; or 0: never`,
      figures: { requests_each: Math.round(each), maximum_requests: limit, processes },
    }),
  ];
};
