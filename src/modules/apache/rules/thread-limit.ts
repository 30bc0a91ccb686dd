import { workerPool } from "../../../apache/workers.js";
import type { RuleResult } from "../../../rules/define.js";
import { defineRule, fault, pass } from "../../../rules/define.js";
import { originOf } from "../../../yaml/node.js";
import type { ApacheGroup } from "../section.js";
import { apacheGroups, inApache } from "../section.js";

export const threadLimit = defineRule({
  slug: "apache/thread-limit",
  severity: "error",
  title: "ThreadsPerChild is within ThreadLimit.",
  why: "Apache lowers a larger ThreadsPerChild to ThreadLimit, and MaxRequestWorkers to a multiple of that. It says so only in the startup log.",
  how: "ThreadsPerChild compared with ThreadLimit (default 64); worker and event.",
  fix: "Raise ThreadLimit with ThreadsPerChild; it takes a stop and a start.",
  source: [
    "Apache HTTP Server 2.4, mpm_common ThreadLimit",
    "measured on 2.4.68: AH00507, and the scoreboard",
  ],
  run: (fleet) => apacheGroups(fleet).flatMap(judge),
});

const judge = (group: ApacheGroup): RuleResult[] => {
  const { sample, apache, hosts, subject } = group;
  const { mpm, ThreadsPerChild, ThreadLimit } = apache.settings;
  if (ThreadsPerChild === undefined || mpm === "prefork") return [];
  const pool = workerPool(apache);
  if (ThreadsPerChild <= pool.threadLimit) return [pass];
  return [
    fault({
      subject,
      hosts,
      at: originOf(apache.node, ThreadLimit === undefined ? "ThreadsPerChild" : "ThreadLimit"),
      message: `Apache on ${sample.name} is configured for ${ThreadsPerChild} threads per process and runs ${pool.threadLimit}, its ThreadLimit`,
      why: `ThreadLimit ${pool.threadLimit} (${ThreadLimit === undefined ? "Apache's default" : "set"}) < ThreadsPerChild ${ThreadsPerChild}; MaxRequestWorkers ${pool.asked} becomes ${pool.effective}`,
      candidates: [
        inApache(group, { ThreadLimit: ThreadsPerChild }),
        inApache(group, { ThreadsPerChild: pool.threadLimit }),
      ],
      fix: `ThreadLimit ${ThreadsPerChild} fits; or ThreadsPerChild ${pool.threadLimit}`,
      figures: {
        threads_per_child: ThreadsPerChild,
        thread_limit: pool.threadLimit,
        effective: pool.effective,
      },
    }),
  ];
};
