import { unitsFor } from "../../fleet/capacity.js";
import type { Fleet, Storm } from "../../fleet/fleet.js";
import { stormParts } from "../../fleet/storm-parts.js";
import type { Tier } from "../../fleet/tier.js";
import { stormedTier, stormGroups, tier } from "../../fleet/tier.js";
import type { WaitLimit } from "../../fleet/wait-limit.js";
import { leastWaitLimit } from "../../fleet/wait-limit.js";
import type { Forecast } from "../../storm/forecast.js";
import { claimed, isSure, stormForecasts } from "../../storm/storms.js";
import type { Milliseconds } from "../../text/units.js";
import { showSeconds } from "../../text/units.js";
import { originOf } from "../../yaml/node.js";
import type { RuleResult } from "../define.js";
import { defineRule, fault, lack, pass } from "../define.js";
import { groupsOfStorm, moreSlots } from "../slot-candidates.js";

export const stormThroughput = defineRule({
  slug: "capacity/storm-throughput",
  severity: "error",
  title: "The active app servers serve a storm as fast as it comes.",
  why: "If work arrives faster than the slots can do it, the queue grows for as long as the storm lasts. No timeout or maxconn fixes that: they only decide who is turned away.",
  how: "Little's law: requests / over (or every, if shorter) x mean service time is the number of slots that a storm keeps busy, compared with those of the active app servers that it comes to. Beyond them the wait grows to over x (busy / slots - 1): an error if that is longer than a request may wait, or if the next storm (every) starts before the queue has drained, otherwise a warning.",
  fix: "Add slots, or shorten the time that requests hold them.",
  source: ["J. D. C. Little, A Proof for the Queuing Formula L = lambda W, 1961"],
  run: (fleet) => {
    const all = tier(fleet, "active");
    if (all === undefined) return [];
    if (fleet.storms.length > 0)
      return stormParts(fleet).map((storm) => {
        const active = stormedTier(fleet, storm, "active");
        const limit = leastWaitLimit(fleet, storm, "active");
        const known = stormForecasts(fleet).find((other) => other.storm === storm);
        return active === undefined || limit === undefined
          ? pass
          : judge(fleet, storm, { active, limit, forecast: known?.forecast });
      });
    const { name } = all.largest.service;
    return [lack({ subject: name, at: originOf(fleet.node, "storms"), needs: "a storm under storms" })];
  },
});

/** Slots kept busy by a storm's requests, spread evenly over a time: no more than there are requests. */
const busyOver = ({ requests, service_time }: Storm, time: Milliseconds): number =>
  Math.min((requests * service_time.mean) / Math.max(time, 1), requests);

const judge = (
  fleet: Fleet,
  storm: Storm,
  {
    active,
    limit,
    forecast,
  }: { readonly active: Tier; readonly limit: WaitLimit; readonly forecast: Forecast | undefined },
): RuleResult => {
  const { requests, over, every, service_time } = storm;
  const { service } = active.largest;
  // A storm that repeats before it is over runs at that pace.
  const time = Math.min(over, every ?? over);
  const busy = busyOver(storm, time);
  const never = every !== undefined && busyOver(storm, every) > active.slots;
  if (busy <= active.slots && !never) return pass;
  const wait = Math.max((requests * service_time.mean) / active.slots - over, 0);
  const failed = forecast?.failed ?? 0;
  const late = limit.value !== null && wait > limit.value;
  const sure = late && forecast !== undefined && isSure(failed, forecast);
  const hosts = `${active.hosts} active app ${active.hosts === 1 ? "server has" : "servers have"}`;
  const allowed = limit.value === null ? "" : `; the limit is ${showSeconds(limit.value)}, ${limit.because}`;
  const each = unitsFor(service, busy / active.hosts);
  return fault({
    subject: service.name,
    severity: late || never ? "error" : "warning",
    at: service.runtime.units.at,
    message: `${storm.name} needs ${Math.ceil(busy)} slots for as long as it lasts; ${hosts} ${active.slots}`,
    why: `${requests} requests in ${showSeconds(time)} x ${showSeconds(service_time.mean)} each > ${active.slots} slots: the last one waits ${showSeconds(wait)}${allowed}${never ? `; and the next storm starts before the queue has drained` : ""}`,
    candidates: [
      ...moreSlots(stormGroups(fleet, storm, "active"), busy / active.slots),
      ...moreSlots(groupsOfStorm(fleet, storm), busy / active.slots),
    ],
    fix: `${service.runtime.units.setting} ${each} on each fits, if memory allows; or ${Math.ceil(busy / (active.slots / active.hosts))} app servers`,
    figures: { busy: Math.round(busy * 10) / 10, slots: active.slots, wait_ms: Math.round(wait) },
    claims: sure ? claimed(storm, { failed }) : undefined,
  });
};
