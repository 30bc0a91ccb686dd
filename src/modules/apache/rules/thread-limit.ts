import { workerPool } from "../../../apache/workers.js";
import type { Verdict } from "../../../rules/define.js";
import { defineRule, fault, pass } from "../../../rules/define.js";
import { originOf } from "../../../yaml/node.js";
import type { ApacheGroup } from "../section.js";
import { apacheGroups } from "../section.js";

export const threadLimit = defineRule({
  slug: "apache/thread-limit",
  severity: "error",
  title: "ThreadsPerChild is within ThreadLimit.",
  why: "Apache cuts a larger ThreadsPerChild down to ThreadLimit, and MaxRequestWorkers to a multiple of what is left. It says so only in the log of the start.",
  how: "ThreadsPerChild compared with ThreadLimit (64 where it is not set); worker and event.",
  fix: "Raise ThreadLimit with ThreadsPerChild; it takes a stop and a start.",
  source: [
    "Apache HTTP Server 2.4, mpm_common ThreadLimit",
    "measured on 2.4.68: AH00507, and the scoreboard",
  ],
  run: (fleet) => apacheGroups(fleet).flatMap(judge),
});

const judge = ({ sample, apache, hosts, subject }: ApacheGroup): Verdict[] => {
  const { mpm, ThreadsPerChild, ThreadLimit } = apache.settings;
  if (ThreadsPerChild === undefined || mpm === "prefork") return [];
  const pool = workerPool(apache);
  if (ThreadsPerChild <= pool.threadLimit) return [pass];
  return [
    fault({
      subject,
      hosts,
      at: originOf(apache.node, ThreadLimit === undefined ? "ThreadsPerChild" : "ThreadLimit"),
      message: `Apache on ${sample.name} is asked for ${ThreadsPerChild} threads a process and starts ${pool.threadLimit}: that is its ThreadLimit`,
      why: `ThreadLimit ${pool.threadLimit} (${ThreadLimit === undefined ? "Apache's default" : "set"}) < ThreadsPerChild ${ThreadsPerChild}; of MaxRequestWorkers ${pool.asked} it makes ${pool.effective}`,
      fix: `ThreadLimit ${ThreadsPerChild} fits; or ThreadsPerChild ${pool.threadLimit}`,
      figures: {
        threads_per_child: ThreadsPerChild,
        thread_limit: pool.threadLimit,
        in_force: pool.effective,
      },
    }),
  ];
};
