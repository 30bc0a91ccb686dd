import type { Apache } from "../../../apache/workers.js";
import { workerPool, workers } from "../../../apache/workers.js";
import { checksTaking, demand, slots } from "../../../fleet/capacity.js";
import type { Settings } from "../../../moves/candidate.js";
import type { RuleResult } from "../../../rules/define.js";
import { defineRule, fault, pass } from "../../../rules/define.js";
import { counted } from "../../../text/counted.js";
import type { ApacheGroup } from "../section.js";
import { apacheGroups, inApache } from "../section.js";

export const maxRequestWorkers = defineRule({
  slug: "apache/max-request-workers",
  severity: "error",
  title: "Apache has a worker for every slot, and for every request that the proxies may send.",
  why: "A request holds an Apache worker from accept to answer, the wait for a daemon process included. With fewer workers than slots, some slots stay idle; with fewer than the requests that may come, the rest waits in the listen backlog, health checks too.",
  how: "MaxRequestWorkers (or the MPM's default: 256 for prefork, 400 for worker and event), as Apache lowers it at startup, compared with processes x threads, and with the demand and its checks if maxconn limits it.",
  fix: "Raise MaxRequestWorkers (and ServerLimit with it).",
  source: [
    "Apache HTTP Server 2.4, mpm_common MaxRequestWorkers",
    "test/daemons/facts/wsgi-slots.test.ts: MaxRequestWorkers below the slots",
  ],
  run: (fleet) => apacheGroups(fleet).map(judge),
});

const judge = (group: ApacheGroup): RuleResult => {
  const { sample, apache, hosts, subject } = group;
  const effective = workers(apache);
  const available = slots(group.service);
  const asked = demand(group);
  const checks = checksTaking(group.claims, "worker");
  const comes = asked.requests === null ? available : Math.max(asked.requests + checks, available);
  if (effective.value >= comes) return pass;
  const unreachable = effective.value < available;
  const common = {
    subject,
    hosts,
    at: effective.origin,
    candidates: [inApache(group, workersFor(apache, comes))],
    fix: fixOf(apache, comes),
    figures: { max_request_workers: effective.value, slots: available, demand: comes },
  };
  const why = `MaxRequestWorkers ${effective.value} (${effective.because})`;
  if (unreachable) {
    return fault({
      ...common,
      message: `Apache on ${sample.name} serves ${counted(effective.value, "request")} at once; ${available - effective.value} of ${counted(available, "slot")} are never used`,
      why: `${why} < ${counted(available, "slot")}`,
    });
  }
  return fault({
    ...common,
    severity: "warning",
    message: `Apache on ${sample.name} serves ${counted(effective.value, "request")} at once; the proxies may send ${comes}, checks included`,
    why: `${why} < ${asked.sum} + ${counted(asked.checks, "check")}`,
  });
};

const workersFor = (apache: Apache, comes: number): Settings => {
  const { named, threads, serverLimit } = workerPool(apache);
  if (!named) return { MaxRequestWorkers: comes };
  const processes = Math.ceil(comes / threads);
  return {
    MaxRequestWorkers: processes * threads,
    ...(processes > serverLimit ? { ServerLimit: processes } : {}),
  };
};

/** Whole processes, and a ServerLimit that lets Apache start them. With no MPM named, neither is known. */
const fixOf = (apache: Apache, comes: number): string => {
  const { named, threads, serverLimit } = workerPool(apache);
  if (!named) return `MaxRequestWorkers ${comes} fits`;
  const processes = Math.ceil(comes / threads);
  const limit = processes > serverLimit ? `, with ServerLimit ${processes}` : "";
  return `MaxRequestWorkers ${processes * threads} fits${limit}`;
};
