import type { ServiceGroup } from "../../fleet/service-groups.js";
import { serviceGroups } from "../../fleet/service-groups.js";
import { workers } from "../../fleet/workers.js";
import { originOf } from "../../yaml/node.js";
import type { Verdict } from "../define.js";
import { defineRule, fault, pass } from "../define.js";

export const mpm = defineRule({
  slug: "apache/mpm",
  severity: "info",
  title: "The inventory names Apache's MPM.",
  why: "The MPM decides the default number of workers: 256 in prefork, 400 in worker and event. It also decides what an idle connection costs: a worker for KeepAliveTimeout in prefork and worker, none in event.",
  how: "mpm of the apache section. Without it mmconf assumes prefork's figures, the lowest.",
  fix: "Name the MPM that Apache loads: mpm: event, worker or prefork.",
  source: [
    "Apache HTTP Server 2.4, Multi-Processing Modules",
    "measured on 2.4.68: 60 idle connections hold 60 workers of prefork for 5 s",
  ],
  run: (fleet) => serviceGroups(fleet).map(judge),
});

const judge = ({ sample, hosts, subject }: ServiceGroup): Verdict => {
  if (sample.apache.settings.mpm !== undefined) return pass;
  const counted = workers(sample.apache);
  return fault({
    subject,
    hosts,
    at: originOf(sample.apache.node, "mpm"),
    message: `nothing says which MPM Apache runs on ${sample.name}; ${counted.value} workers are assumed`,
    why: `${counted.value} is ${counted.because === "set" ? "MaxRequestWorkers as set" : counted.because}; the defaults are 256 in prefork and 400 in worker and event`,
    fix: "mpm: event, worker or prefork: as apachectl -V names it (Server MPM)",
    figures: { workers: counted.value },
  });
};
