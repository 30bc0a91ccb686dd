import { workers } from "../../../apache/workers.js";
import type { RuleResult } from "../../../rules/define.js";
import { defineRule, fault, pass } from "../../../rules/define.js";
import { originOf } from "../../../yaml/node.js";
import type { ApacheGroup } from "../section.js";
import { apacheGroups } from "../section.js";

export const mpm = defineRule({
  slug: "apache/mpm",
  severity: "info",
  title: "The inventory names Apache's MPM.",
  why: "The MPM decides what the unset means: 256 workers in prefork, 400 in worker and event. It decides too what an idle connection costs: in prefork and worker it holds a worker for KeepAliveTimeout, in event it holds none.",
  how: "mpm of the apache section. Where it is missing, mmconf counts with prefork's figures, the least.",
  fix: "Name the MPM that Apache loads: mpm: event, worker or prefork.",
  source: [
    "Apache HTTP Server 2.4, Multi-Processing Modules",
    "measured on 2.4.68: 60 idle connections hold 60 workers of prefork for 5 s",
  ],
  run: (fleet) => apacheGroups(fleet).map(judge),
});

const judge = ({ sample, apache, hosts, subject }: ApacheGroup): RuleResult => {
  if (apache.settings.mpm !== undefined) return pass;
  const counted = workers(apache);
  return fault({
    subject,
    hosts,
    at: originOf(apache.node, "mpm"),
    message: `nothing says which MPM Apache runs on ${sample.name}; ${counted.value} workers are assumed`,
    why: `${counted.value} is ${counted.because === "set" ? "MaxRequestWorkers as set" : counted.because}; the defaults are 256 in prefork and 400 in worker and event`,
    fix: "mpm: event, worker or prefork: as apachectl -V names it (Server MPM)",
    figures: { workers: counted.value },
  });
};
