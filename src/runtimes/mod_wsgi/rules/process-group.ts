import { slots } from "../../../fleet/capacity.js";
import { inService } from "../../../moves/candidate.js";
import type { RuleResult } from "../../../rules/define.js";
import { defineRule, fault, pass } from "../../../rules/define.js";
import { counted } from "../../../text/counted.js";
import { originOf } from "../../../yaml/node.js";
import { processGroup } from "../limits.js";
import type { WsgiGroup } from "../section.js";
import { wsgiGroups } from "../section.js";

/** mod_wsgi's name for Apache's own processes. */
const EMBEDDED = "%{GLOBAL}";

export const apacheProcessGroup = defineRule({
  slug: "apache/process-group",
  severity: "warning",
  title: "The script runs in its daemon processes.",
  why: "WSGIDaemonProcess only starts the processes. A script that is not assigned to them runs in Apache's own workers: the daemon processes stay idle, and concurrency is Apache's number of workers, whatever processes and maxconn say.",
  how: "process-group of the site, or a WSGIProcessGroup line among apache's directives, compared with the name of the daemon process group.",
  fix: "Set the site's process-group; if another Apache file already assigns it, set it here too.",
  source: [
    "mod_wsgi, WSGIDaemonProcess, WSGIProcessGroup and WSGIScriptAlias process-group",
    "test/daemons/facts/wsgi-slots.test.ts: no WSGIProcessGroup; measured with mod_wsgi 4.9.4: a group that is not there gets 500",
  ],
  run: (fleet) => wsgiGroups(fleet).flatMap(judge),
});

const judge = (members: WsgiGroup): RuleResult[] => {
  const { sample, hosts, service, subject } = members;
  if (service.site === undefined) return [];
  const group = processGroup(sample, service);
  if (group === service.name) return [pass];
  const common = {
    subject,
    hosts,
    at: originOf(service.node, "site", "process-group"),
    candidates: [inService(members, { site: { "process-group": service.name } })],
    fix: `site: process-group ${service.name}`,
    figures: { slots: slots(service), process_group: group ?? "unset" },
  };
  if (group !== undefined && group !== EMBEDDED) {
    return [
      fault({
        ...common,
        severity: "error",
        message: `the script runs in process group ${group} on ${sample.name}; the daemon processes are those of ${service.name}`,
        why: `mmconf renders WSGIDaemonProcess ${service.name} only; if no other file defines ${group}, Apache answers 500`,
      }),
    ];
  }
  return [
    fault({
      ...common,
      message: `nothing that mmconf renders for ${sample.name} assigns the script to the ${counted(service.wsgi.processes, "process", "processes")} of ${service.name}`,
      why: `${group === EMBEDDED ? "process-group is %{GLOBAL}" : "neither process-group nor WSGIProcessGroup is set"}: unless another Apache file assigns it, the script runs in Apache's own workers, and nothing uses the ${counted(slots(service), "slot")}`,
    }),
  ];
};
