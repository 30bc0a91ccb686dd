import { slots } from "../../fleet/capacity.js";
import type { Fleet } from "../../fleet/fleet.js";
import { serviceNames } from "../../fleet/service.js";
import type { ServiceGroup } from "../../fleet/service-groups.js";
import type { Tier } from "../../fleet/tier.js";
import { stormedTier, stormGroups, tier } from "../../fleet/tier.js";
import type { WaitLimit } from "../../fleet/wait-limit.js";
import { leastWaitLimit } from "../../fleet/wait-limit.js";
import { inItsTime, stormForecasts, worstBy } from "../../storm/storms.js";
import type { StormTier } from "../../storm/tier.js";
import { timesAsMany } from "../../storm/times-as-many.js";
import { failureInWords, runEvenly, timesThatServe, waitForSlot, withoutOne } from "../../storm/what-if.js";
import { counted } from "../../text/counted.js";
import { showSeconds } from "../../text/units.js";
import type { RuleResult } from "../define.js";
import { defineRule, fault, pass } from "../define.js";
import { noStorm } from "../no-storm.js";
import { busyOf, eachWith, enoughTime, fewerAtOnce, groupsOfStorm, moreSlots } from "../slot-candidates.js";

export const oneServerDown = defineRule({
  slug: "capacity/one-server-down",
  severity: "warning",
  title: "With one active app server down, the others still serve the largest storm in time.",
  why: "The share of a server that goes DOWN moves to the others: each gets N/(N-1) of what it had. If that is too much, their health checks wait too, and they go DOWN one after the other.",
  how: "Each storm's requests as they come, over its time, without the active app server with the most slots: reported where more than one request in a hundred fails, or health checks mark a server DOWN.",
  fix: "Add an app server, or slots on each; and set maxconn, so that requests wait in HAProxy, out of the health checks' way.",
  source: ["HAProxy configuration manual 4.2 balance", "test/daemons/facts/server-down-moves-share.test.ts"],
  run: (fleet) =>
    serviceNames(fleet).flatMap((name) => {
      const all = tier(fleet, "active", name);
      return all === undefined || all.hosts < 2 ? [] : [judge(fleet, all.largest)];
    }),
});

const judge = (fleet: Fleet, largest: ServiceGroup): RuleResult => {
  const worst = worstBy(
    stormForecasts(fleet).flatMap(({ storm, tier, groups }) => {
      const active = stormedTier(fleet, storm, "active");
      const limit = leastWaitLimit(fleet, storm, "active");
      if (active === undefined || limit === undefined || active.hosts < 2) return [];
      if (active.largest.service.name !== largest.service.name) return [];
      const left = withoutOne(tier, groups.indexOf(active.largest));
      return left === undefined ? [] : [{ storm, active, limit, left, ...runEvenly(left) }];
    }),
    ({ failed, fails }) => failed + Number(fails),
  );
  if (worst === undefined)
    return noStorm(fleet, { subject: largest.service.name, at: largest.service.runtime.units.at });
  const { storm, active, limit, failed, fails } = worst;
  const { service, sample } = active.largest;
  if (limit.value === null || !fails) return pass;
  const wait = waitForSlot(worst.left);
  const left = active.slots - slots(service);
  const others = active.hosts - 1;
  const actives = stormGroups(fleet, storm, "active");
  const times = timesThatServe(worst.left) ?? Math.max(busyOf(storm) / left, 1);
  return fault({
    subject: service.name,
    at: service.runtime.units.at,
    message: `with ${sample.name} down, ${failureInWords(worst, storm)}: one may wait ${showSeconds(wait)} for a slot on the ${others === 1 ? "other one" : `${others} others`}; the limit is ${showSeconds(limit.value)}, ${limit.because}`,
    why: `each gets ${active.hosts}/${others} of its load: ${storm.requests} requests ${inItsTime(storm)}, ${counted(left, "slot")} left, ${showSeconds(storm.service_time.mean)} each${limit.inQueue ? "" : "; nothing queues in HAProxy, so the next one fails too"}`,
    candidates: [
      ...(limit.inQueue ? [] : fewerAtOnce(fleet, active.largest)),
      ...eachWith(
        [...moreSlots(actives, times), ...moreSlots(groupsOfStorm(fleet, storm), times)],
        enoughTime(fleet, actives),
      ),
    ],
    fix: fixOf(active, worst.left, limit),
    figures: {
      requests: storm.requests,
      slots: active.slots,
      slots_left: left,
      wait_ms: Math.round(wait),
      failed: Math.round(failed * storm.requests),
      limit_ms: limit.value,
    },
  });
};

const fixOf = (active: Tier, left: StormTier, { inQueue }: WaitLimit): string => {
  const queue = inQueue ? [] : ["maxconn on the server lines, with a timeout queue for the wait"];
  const times = timesThatServe(left);
  const more =
    times === undefined
      ? []
      : [
          `${timesAsMany(active.largest, times)} on each fits, if memory allows`,
          `${Math.ceil((active.hosts - 1) * times) + 1} app servers`,
        ];
  return [...queue, ...more].join("; or ") || "shorten the time that requests hold their slots";
};
