import { workerPool } from "../../../apache/workers.js";
import type { RuleResult } from "../../../rules/define.js";
import { defineRule, fault, lack, pass } from "../../../rules/define.js";
import { originOf } from "../../../yaml/node.js";
import type { ApacheGroup } from "../section.js";
import { apacheGroups, inApache } from "../section.js";

export const serverLimit = defineRule({
  slug: "apache/server-limit",
  severity: "error",
  title: "ServerLimit allows MaxRequestWorkers.",
  why: "Apache lowers a MaxRequestWorkers that ServerLimit does not allow. It logs that once, at startup, and runs with fewer workers than configured. A graceful restart does not change ServerLimit: that takes a stop and a start.",
  how: "ServerLimit (default 256 for prefork, 16 for worker and event) x ThreadsPerChild (1 in prefork) compared with MaxRequestWorkers in whole processes.",
  fix: "Set ServerLimit to MaxRequestWorkers / ThreadsPerChild.",
  source: [
    "Apache HTTP Server 2.4, mpm_common ServerLimit",
    "measured on 2.4.68: AH00180 (prefork), AH00318 (worker), AH00515 (event), and the size of the scoreboard",
  ],
  run: (fleet) => apacheGroups(fleet).flatMap(judge),
});

const judge = (group: ApacheGroup): RuleResult[] => {
  const { sample, apache, hosts, subject } = group;
  const { MaxRequestWorkers, ServerLimit } = apache.settings;
  const pool = workerPool(apache);
  if (MaxRequestWorkers === undefined && ServerLimit === undefined) return [];
  if (pool.rounded <= pool.serverLimit * pool.threads) return [pass];
  // Its limit depends on the MPM: 256 processes, or 16 of 25 threads.
  if (!pool.named) return [lack({ subject, hosts, needs: "mpm", at: originOf(apache.node, "mpm") })];
  const needed = pool.rounded / pool.threads;
  const each = pool.threads === 1 ? "" : ` x ${pool.threads} threads`;
  return [
    fault({
      subject,
      hosts,
      at: originOf(apache.node, ServerLimit === undefined ? "MaxRequestWorkers" : "ServerLimit"),
      message: `Apache on ${sample.name} is configured for ${pool.asked} workers and runs ${pool.effective}: ServerLimit is ${pool.serverLimit}`,
      why: `ServerLimit ${pool.serverLimit} (${ServerLimit === undefined ? `${pool.mpm}'s default` : "set"})${each} = ${pool.effective} < MaxRequestWorkers ${pool.asked}`,
      candidates: [
        inApache(group, { ServerLimit: needed }),
        inApache(group, { MaxRequestWorkers: pool.effective }),
      ],
      fix: `ServerLimit ${needed} fits; or MaxRequestWorkers ${pool.effective}`,
      figures: {
        max_request_workers: pool.asked,
        server_limit: pool.serverLimit,
        threads_per_child: pool.threads,
        effective: pool.effective,
      },
    }),
  ];
};
