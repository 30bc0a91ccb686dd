import { claimants, demand, slots } from "../../fleet/capacity.js";
import type { Claim } from "../../fleet/host-groups.js";
import type { SharedGroup } from "../../fleet/neighbours.js";
import { boundOf, sharedGroups } from "../../fleet/neighbours.js";
import { lineOrigin } from "../../fleet/server-lines.js";
import { workers } from "../../fleet/workers.js";
import type { Verdict } from "../define.js";
import { defineCheck, fault, pass } from "../define.js";

export const sharedWorkers = defineCheck({
  slug: "apache/shared-workers",
  severity: "warning",
  title: "Other listeners leave Apache the workers that the slots need.",
  why: "Listeners without slots go to the same Apache. Once their requests hold all its workers, requests for the slots wait in the listen backlog with the health checks of every listener, and the whole host is marked DOWN for the one that is slow. In prefork and worker their idle connections hold workers too, for KeepAliveTimeout.",
  how: "For each app server: what the listeners with slots may send (or the slots, where nothing bounds it), what the others on the same port may send (maxconn of the line or of the listener, x proxies), and one check in flight for each checked line and proxy, compared with the workers in force.",
  mend: "Give the other listeners' server lines a maxconn, or raise MaxRequestWorkers.",
  source: [
    "Apache HTTP Server 2.4, mpm_common MaxRequestWorkers",
    "HAProxy configuration manual 5.2 maxconn",
    "measured on 2.4.68 with HAProxy 2.6.12: 60 requests without maxconn leave 60 workers of prefork in keep-alive for 5 s",
  ],
  run: (fleet) => sharedGroups(fleet).map(judge),
});

const judge = (group: SharedGroup): Verdict => {
  const { sample, hosts, service, subject, neighbours } = group;
  const pool = workers(sample.apache);
  const own = demand(group);
  const forSlots = own.requests === null ? slots(service) : own.requests + own.checks;
  const bounds = neighbours.map(boundOf);
  const bounded = bounds.reduce<number | null>(
    (sum, bound) => (sum === null || bound === null ? null : sum + bound),
    0,
  );
  const checks = neighbours
    .filter(({ line }) => line.settings.check)
    .reduce((sum, claim) => sum + claimants(claim), 0);
  if (bounded !== null && forSlots + bounded + checks <= pool.value) return pass;
  const worst = neighbours[bounds.indexOf(null)] ?? neighbours[0];
  const names = listenersOf(neighbours);
  const fits = fittingMaxconn(neighbours, pool.value - forSlots - checks);
  const common = {
    subject,
    hosts,
    at: worst === undefined ? pool.origin : lineOrigin(worst, "maxconn"),
    mend:
      fits > 0
        ? `maxconn ${fits} on the server lines of ${names} fits; or more MaxRequestWorkers`
        : `MaxRequestWorkers over ${forSlots + checks}, and maxconn on the server lines of ${names}`,
  };
  const slotSide = `${forSlots} of them for the slots`;
  if (bounded === null) {
    return fault({
      ...common,
      message: `nothing bounds what ${listenersOf(neighbours.filter((_, index) => bounds[index] === null))} may take of the ${pool.value} Apache workers on ${sample.name}`,
      why: `${pool.value} workers (${pool.because}), ${slotSide}; no maxconn on the other server lines`,
      figures: { workers: pool.value, for_slots: forSlots, others: "unlimited" },
    });
  }
  return fault({
    ...common,
    message: `all listeners together may take ${forSlots + bounded + checks} Apache workers on ${sample.name}; it has ${pool.value}`,
    why: `${forSlots} for the slots + ${bounded} for ${names} + ${checks} checks = ${forSlots + bounded + checks} > ${pool.value} workers (${pool.because})`,
    figures: { workers: pool.value, for_slots: forSlots, others: bounded + checks },
  });
};

const listenersOf = (claims: readonly Claim[]): string =>
  [...new Set(claims.map(({ listener }) => listener.name))].join(" and ");

/** The largest maxconn that, equal on every line of the others, leaves the slots their workers. */
const fittingMaxconn = (neighbours: readonly Claim[], left: number): number =>
  Math.max(Math.floor(left / neighbours.reduce((sum, claim) => sum + claimants(claim), 0)), 0);
