import { inService } from "../../../moves/candidate.js";
import type { RuleResult } from "../../../rules/define.js";
import { defineRule, fault, pass } from "../../../rules/define.js";
import { showSeconds } from "../../../text/units.js";
import { originOf } from "../../../yaml/node.js";
import { replacementGap } from "../limits.js";
import type { WsgiGroup } from "../section.js";
import { wsgiGroups } from "../section.js";

/** Options that make mod_wsgi replace a process. */
const REPLACING = ["maximum-requests", "request-timeout", "inactivity-timeout"] as const;

export const singleProcess = defineRule({
  slug: "apache/single-process",
  severity: "warning",
  title: "While one process is replaced, another one serves.",
  why: "A replaced process takes all its threads with it. If it is the only one, the host serves nothing until the next one runs, and a health check in that gap fails.",
  how: "processes is 1, and maximum-requests, request-timeout or inactivity-timeout replaces it.",
  fix: "Run two processes or more, with fewer threads each.",
  source: [
    "mod_wsgi, WSGIDaemonProcess processes",
    "measured with mod_wsgi 4.9.4: the request that comes as the only process is replaced waits for 5.3 s",
  ],
  run: (fleet) => wsgiGroups(fleet).map(judge),
});

const judge = (group: WsgiGroup): RuleResult => {
  const { sample, hosts, service, subject } = group;
  const { wsgi } = service;
  const replacing = REPLACING.filter((option) => wsgi[option]);
  const [first] = replacing;
  if (wsgi.processes > 1 || first === undefined) return pass;
  const gap = replacementGap(sample, service);
  const half = Math.ceil(wsgi.threads / 2);
  return fault({
    subject,
    hosts,
    at: originOf(service.node, "wsgi", "processes"),
    message: `${sample.name} serves nothing for ${showSeconds(gap)} each time its only process is replaced`,
    why: `processes is 1, and ${replacing.join(" and ")} ${replacing.length === 1 ? "replaces" : "replace"} it`,
    candidates: [
      inService(group, { wsgi: { processes: 2, threads: half } }),
      inService(group, { wsgi: { processes: 2 } }),
    ],
    fix: `2 processes with ${half} ${half === 1 ? "thread" : "threads"} each`,
    figures: { processes: wsgi.processes, threads: wsgi.threads, gap_ms: gap },
  });
};
