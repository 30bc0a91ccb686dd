import { workers } from "../../../apache/workers.js";
import type { Claim } from "../../../fleet/host-groups.js";
import type { SharedGroup } from "../../../fleet/neighbours.js";
import { boundOf, sharedGroups, workersTaken } from "../../../fleet/neighbours.js";
import { lineOrigin } from "../../../fleet/server-lines.js";
import { inListeners } from "../../../moves/candidate.js";
import type { RuleResult } from "../../../rules/define.js";
import { defineRule, fault, pass } from "../../../rules/define.js";
import { counted } from "../../../text/counted.js";
import { apacheOf, passesApache } from "../section.js";

export const sharedWorkers = defineRule({
  slug: "apache/shared-workers",
  severity: "warning",
  title: "Other listeners leave enough Apache workers for the slots.",
  why: "Listeners without slots, and those of the host's other services, share the same Apache. Once their requests hold all its workers, requests for the slots wait in the listen backlog together with every listener's health checks, and one slow listener marks the whole host DOWN. In prefork and worker, idle connections hold workers too, for KeepAliveTimeout.",
  how: "For each app server: what the listeners with slots may send (the slots, if nothing limits it), what the others on the same port may send (maxconn of the line or of the listener, x proxies), and one check in flight per checked line and proxy, compared with the effective number of workers.",
  fix: "Give the other listeners' server lines a maxconn, or raise MaxRequestWorkers.",
  source: [
    "Apache HTTP Server 2.4, mpm_common MaxRequestWorkers",
    "HAProxy configuration manual 5.2 maxconn",
    "measured on 2.4.68 with HAProxy 2.6.12: 60 requests without maxconn leave 60 workers of prefork in keep-alive for 5 s",
  ],
  run: (fleet) => sharedGroups(fleet).filter(isFirst).map(judge),
});

/** An Apache is judged once, with the first of the services behind it. */
const isFirst = ({ sample, service }: SharedGroup): boolean =>
  sample.services.find((other) => passesApache({ sample, service: other })) === service;

const judge = (group: SharedGroup): RuleResult => {
  const { sample, hosts, subject, neighbours } = group;
  const pool = workers(apacheOf(sample));
  const { forSlots, byOthers, checks, senders } = workersTaken(group);
  if (byOthers !== null && forSlots + byOthers + checks <= pool.value) return pass;
  const unbounded = neighbours.filter((claim) => boundOf(claim) === null);
  const worst = unbounded[0] ?? neighbours[0];
  const names = listenersOf(neighbours);
  // The same on every line of the others, so that the slots keep their workers.
  const fits = Math.floor((pool.value - forSlots - checks) / senders);
  const common = {
    subject,
    hosts,
    at: worst === undefined ? pool.origin : lineOrigin(worst, "maxconn"),
    candidates: fits > 0 ? [inListeners(neighbours, { server: { maxconn: fits } })] : [],
    fix:
      fits > 0
        ? `maxconn ${fits} on the server lines of ${names} fits; or a larger MaxRequestWorkers`
        : `MaxRequestWorkers over ${forSlots + checks}, and maxconn on the server lines of ${names}`,
  };
  const slotSide = `${forSlots} of them needed for the slots`;
  if (byOthers === null) {
    return fault({
      ...common,
      message: `nothing limits how many of the ${pool.value} Apache workers on ${sample.name} ${listenersOf(unbounded)} may take`,
      why: `${counted(pool.value, "worker")} (${pool.because}), ${slotSide}; no maxconn on the other server lines`,
      figures: { workers: pool.value, for_slots: forSlots, others: "unlimited" },
    });
  }
  return fault({
    ...common,
    message: `all listeners together may take ${forSlots + byOthers + checks} Apache workers on ${sample.name}; it has ${pool.value}`,
    why: `${forSlots} for the slots + ${byOthers} for ${names} + ${counted(checks, "check")} = ${forSlots + byOthers + checks} > ${counted(pool.value, "worker")} (${pool.because})`,
    figures: { workers: pool.value, for_slots: forSlots, others: byOthers + checks },
  });
};

const listenersOf = (claims: readonly Claim[]): string =>
  [...new Set(claims.map(({ listener }) => listener.name))].join(" and ");
