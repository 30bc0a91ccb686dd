import { worstStormAt } from "../../../fleet/capacity.js";
import type { Fleet } from "../../../fleet/fleet.js";
import { inService } from "../../../moves/candidate.js";
import type { RuleResult } from "../../../rules/define.js";
import { defineRule, fault, lack, pass } from "../../../rules/define.js";
import { counted } from "../../../text/counted.js";
import { showSeconds } from "../../../text/units.js";
import { originOf } from "../../../yaml/node.js";
import type { WsgiGroup } from "../section.js";
import { wsgiGroups } from "../section.js";

export const inactivityTimeout = defineRule({
  slug: "apache/inactivity-timeout",
  severity: "warning",
  title: "Processes that a storm will need survive the quiet time before it.",
  why: "A process that is idle for inactivity-timeout is replaced by a fresh one that has not loaded the application. When the next storm starts, every process loads it at once, and its first request waits for that.",
  how: "inactivity-timeout compared with the quiet time between two storms: every - over.",
  fix: "Raise inactivity-timeout above the time from one storm to the next, or remove it.",
  source: [
    "mod_wsgi, WSGIDaemonProcess inactivity-timeout",
    "measured with mod_wsgi 4.9.4: after the timeout the process is stopped, and the next request loads the script",
  ],
  run: (fleet) => wsgiGroups(fleet).flatMap((group) => judge(fleet, group)),
});

const judge = (fleet: Fleet, group: WsgiGroup): RuleResult[] => {
  const { sample, hosts, service, subject } = group;
  const set = service.wsgi["inactivity-timeout"];
  if (!set) return [];
  const storm = worstStormAt(fleet, group);
  if (storm === undefined)
    return [lack({ subject, hosts, needs: "a storm", at: originOf(fleet.node, "storms") })];
  if (storm.every === undefined) return [];
  const quiet = Math.max(storm.every - storm.over, 0);
  if (set >= quiet) return [pass];
  const fits = Math.ceil(storm.every / 1000);
  return [
    fault({
      subject,
      hosts,
      at: originOf(service.node, "wsgi", "inactivity-timeout"),
      message: `idle processes on ${sample.name} are shut down after ${showSeconds(set)}; ${storm.name} comes back after ${showSeconds(quiet)} of quiet`,
      why: `inactivity-timeout ${showSeconds(set)} < every ${showSeconds(storm.every)} - over ${showSeconds(storm.over)}: each storm starts with ${counted(service.wsgi.processes, "process that has", "processes that have")} not loaded the application`,
      candidates: [
        inService(group, { wsgi: { "inactivity-timeout": `${fits}s` } }),
        inService(group, { wsgi: { "inactivity-timeout": null } }),
      ],
      fix: `inactivity-timeout ${fits}s fits; or remove it`,
      figures: { inactivity_timeout_ms: set, quiet_ms: quiet },
    }),
  ];
};
