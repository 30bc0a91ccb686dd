import { drainTime, slots, unitsFor, worstStorm } from "../../fleet/capacity.js";
import type { Fleet, Storm } from "../../fleet/fleet.js";
import type { Tier } from "../../fleet/tier.js";
import { slotsFor, tier } from "../../fleet/tier.js";
import type { WaitLimit } from "../../fleet/wait-limit.js";
import { leastWaitLimit } from "../../fleet/wait-limit.js";
import { showSeconds } from "../../text/units.js";
import type { RuleResult } from "../define.js";
import { defineRule, fault, lack, pass } from "../define.js";

export const oneServerDown = defineRule({
  slug: "capacity/one-server-down",
  severity: "warning",
  title: "With one active app server down, the others still serve the largest storm in time.",
  why: "The share of a server that goes DOWN moves to the others: each gets N/(N-1) of what it had. If that is too much, their health checks wait too, and they go DOWN one after the other.",
  how: "All requests of the largest storm at once, divided by the slots of the active app servers minus the one with the most, times the mean service time; compared with timeout queue if maxconn makes them wait in HAProxy, otherwise with the health checks' limit and timeout server.",
  fix: "Add an app server, or slots on each; and set maxconn, so that requests wait in HAProxy, out of the health checks' way.",
  source: ["HAProxy configuration manual 4.2 balance", "test/daemons/facts/server-down-moves-share.test.ts"],
  run: (fleet) => {
    const active = tier(fleet, "active");
    const limit = leastWaitLimit(fleet, "active");
    return active === undefined || limit === undefined || active.hosts < 2
      ? []
      : [judge(fleet, active, limit)];
  },
});

const judge = (fleet: Fleet, active: Tier, limit: WaitLimit): RuleResult => {
  const { service, sample } = active.largest;
  const storm = worstStorm(fleet);
  const common = { subject: service.name, at: service.runtime.units.at };
  if (storm === undefined) return lack({ ...common, needs: "a storm under storms" });
  const left = active.slots - slots(service);
  const wait = drainTime(storm.requests - left, left, storm.service_time.mean);
  if (limit.value === null || wait <= limit.value) return pass;
  const others = active.hosts - 1;
  return fault({
    ...common,
    message: `with ${sample.name} down, a request of ${storm.name} may wait ${showSeconds(wait)} for a slot on the ${others === 1 ? "other one" : `${others} others`}; the limit is ${showSeconds(limit.value)}, ${limit.because}`,
    why: `each gets ${active.hosts}/${others} of its load: ${storm.requests} requests, ${left} slots left, ${showSeconds(storm.service_time.mean)} each${limit.inQueue ? "" : "; nothing queues in HAProxy, so the next one fails too"}`,
    fix: fixOf(active, storm, limit.value, limit),
    figures: {
      requests: storm.requests,
      slots: active.slots,
      slots_left: left,
      wait_ms: Math.round(wait),
      limit_ms: limit.value,
    },
  });
};

const fixOf = (active: Tier, storm: Storm, tolerates: number, limit: WaitLimit): string => {
  const needed = slotsFor(storm.requests, storm.service_time.mean, tolerates);
  const { service } = active.largest;
  const each = unitsFor(service, needed / (active.hosts - 1));
  const more = `${service.runtime.units.setting} ${each} on each fits, if memory allows; or ${Math.ceil((needed * active.hosts) / active.slots) + 1} app servers`;
  return limit.inQueue ? more : `maxconn on the server lines, with a timeout queue for the wait; or ${more}`;
};
