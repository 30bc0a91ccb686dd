import type { Demand } from "../../fleet/capacity.js";
import { demand, fittingMaxconn, slots, unitsFor } from "../../fleet/capacity.js";
import type { Fleet } from "../../fleet/fleet.js";
import { memoryBill } from "../../fleet/memory.js";
import { lineOrigin } from "../../fleet/server-lines.js";
import type { ServiceGroup } from "../../fleet/service-groups.js";
import { serviceGroups } from "../../fleet/service-groups.js";
import { counted } from "../../text/counted.js";
import type { RuleResult } from "../define.js";
import { defineRule, fault, pass } from "../define.js";
import { fewerAtOnce, unitsOn } from "../slot-candidates.js";

export const appSlots = defineRule({
  slug: "capacity/app-slots",
  severity: "error",
  title: "An app server has slots for all that the proxies may send it at once, health checks included.",
  why: "Requests beyond the last slot wait in the app server's accept backlog, invisible to HAProxy; health checks wait behind them and time out, and a server that is merely busy is marked DOWN.",
  how: "maxconn, summed over proxies (x nbproc), listeners and server lines, plus one check in flight per checked line and process, compared with the slots.",
  fix: "Lower maxconn, or have more slots, as far as memory allows.",
  source: ["HAProxy configuration manual 5.2 maxconn", "test/daemons/facts/checks-pass-maxconn-by.test.ts"],
  run: (fleet) =>
    serviceGroups(fleet)
      .filter(({ claims }) => claims.length > 0)
      .map((group) => judge(fleet, group)),
});

const judge = (fleet: Fleet, group: ServiceGroup): RuleResult => {
  const { sample, hosts, service, subject } = group;
  const available = slots(service);
  const asked = demand(group);
  if (asked.requests !== null && asked.requests + asked.checks <= available) return pass;
  const server = sample.name;
  const proxies = new Set(group.claims.flatMap((claim) => claim.hosts)).size;
  const many = `${proxies} ${proxies === 1 ? "proxy" : "proxies"}`;
  const [claim] = group.claims;
  const at = claim ? lineOrigin(claim, "maxconn") : sample.node.origin;
  const more =
    asked.requests === null ? undefined : unitsOn(group, unitsFor(service, asked.requests + asked.checks));
  const candidates = [...fewerAtOnce(fleet, group), ...(more === undefined ? [] : [more])];
  const common = { subject, at, hosts, fix: fixOf(group, available), candidates };
  const capacity = service.runtime.sum;
  if (asked.requests === null) {
    return fault({
      ...common,
      message: `nothing limits what ${many} may send ${server} at once; it has ${counted(available, "slot")}`,
      why: `no maxconn on the server lines, ${counted(available, "slot")} from ${capacity}: the rest waits in the accept backlog, invisible to HAProxy`,
      figures: { demand: "unlimited", slots: available, proxies, checks: asked.checks },
    });
  }
  const figures = {
    demand: asked.requests,
    slots: available,
    proxies,
    checks: asked.checks,
    with_checks: asked.requests + asked.checks,
    maxconn: maxconnOf(asked, group),
  };
  const over = asked.requests > available;
  return fault({
    ...common,
    severity: over ? "error" : "warning",
    message: over
      ? `${many} may send ${server} ${counted(asked.requests, "request")} at once; it has ${counted(available, "slot")}`
      : `${many} may send ${server} ${counted(asked.requests, "request")} and ${counted(asked.checks, "health check")} at once; it has ${counted(available, "slot")}`,
    why: `${asked.sum} = ${asked.requests} (${asked.requests + asked.checks} with ${counted(asked.checks, "health check")}) > ${capacity}`,
    figures,
  });
};

const maxconnOf = (asked: Demand, group: ServiceGroup): number | string => {
  const values = [...new Set(group.claims.map((claim) => claim.line.settings.maxconn ?? 0))];
  const [only] = values;
  return values.length === 1 && only !== undefined ? only : asked.sum;
};

/** A larger minconn overrides maxconn. */
const minconnOver = ({ claims }: ServiceGroup, fits: number): string =>
  claims.some(({ line }) => (line.settings.minconn ?? 0) > fits) ? `, with minconn ${fits} at most` : "";

const fixOf = (group: ServiceGroup, available: number): string => {
  const { sample, service } = group;
  const asked = demand(group);
  const fits = fittingMaxconn(group, available);
  const lower =
    fits > 0
      ? `maxconn ${fits} fits${minconnOver(group, fits)}`
      : `no maxconn fits: the ${counted(asked.checks, "health check")} and ${counted(asked.processes, "request")} need more than ${counted(available, "slot")}`;
  if (asked.requests === null)
    return `${lower} (${asked.processes} x ${fits} + ${counted(asked.checks, "check")})`;
  const needed = unitsFor(service, asked.requests + asked.checks);
  const billed = memoryBill(sample, service);
  const room = billed.ok ? ` (${sample.name} has memory for ${billed.bill.room})` : ", if memory allows";
  return `${lower}; or ${needed} ${service.runtime.units.setting}${room}`;
};
