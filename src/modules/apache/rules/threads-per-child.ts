import { THREADED, workerPool } from "../../../apache/workers.js";
import type { RuleResult } from "../../../rules/define.js";
import { defineRule, fault, lack, pass } from "../../../rules/define.js";
import { originOf } from "../../../yaml/node.js";
import type { ApacheGroup } from "../section.js";
import { apacheGroups, inApache } from "../section.js";

export const threadsPerChild = defineRule({
  slug: "apache/threads-per-child",
  severity: "warning",
  title: "MaxRequestWorkers is a whole number of processes.",
  why: "worker and event start whole processes of ThreadsPerChild threads. Apache lowers MaxRequestWorkers to the next multiple, or raises it to one process, and says so only in the startup log.",
  how: "MaxRequestWorkers divided by ThreadsPerChild (default 25, at most ThreadLimit).",
  fix: "Use a multiple of ThreadsPerChild.",
  source: [
    "Apache HTTP Server 2.4, mpm_common ThreadsPerChild",
    "measured on 2.4.68: AH00511 and AH00513, and the size of the scoreboard",
  ],
  run: (fleet) => apacheGroups(fleet).flatMap(judge),
});

const judge = (group: ApacheGroup): RuleResult[] => {
  const { sample, apache, hosts, subject } = group;
  const { mpm, MaxRequestWorkers, ThreadsPerChild, ThreadLimit } = apache.settings;
  const threaded = ThreadsPerChild !== undefined || ThreadLimit !== undefined;
  if (MaxRequestWorkers === undefined || mpm === "prefork") return [];
  if (mpm === undefined && !threaded) {
    if (MaxRequestWorkers % THREADED.threads === 0) return [pass];
    return [lack({ subject, hosts, needs: "mpm", at: originOf(apache.node, "mpm") })];
  }
  const { threads, rounded } = workerPool(apache);
  if (rounded === MaxRequestWorkers) return [pass];
  const less = rounded < MaxRequestWorkers;
  return [
    fault({
      subject,
      hosts,
      at: originOf(apache.node, "MaxRequestWorkers"),
      message: `Apache on ${sample.name} ${less ? "lowers" : "raises"} MaxRequestWorkers ${MaxRequestWorkers} to ${rounded}`,
      why: less
        ? `${MaxRequestWorkers} / ${threads} threads is ${rounded / threads} processes, remainder ${MaxRequestWorkers - rounded}`
        : `one process has ${threads} threads, more than ${MaxRequestWorkers}`,
      candidates: less
        ? [
            inApache(group, { MaxRequestWorkers: rounded }),
            inApache(group, { MaxRequestWorkers: rounded + threads }),
          ]
        : [inApache(group, { MaxRequestWorkers: rounded })],
      fix: less ? `MaxRequestWorkers ${rounded}, or ${rounded + threads}` : `MaxRequestWorkers ${rounded}`,
      figures: { max_request_workers: MaxRequestWorkers, threads_per_child: threads, effective: rounded },
    }),
  ];
};
