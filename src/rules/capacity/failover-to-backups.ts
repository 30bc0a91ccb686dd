import { drainTime, slots, unitsFor, worstStorm } from "../../fleet/capacity.js";
import type { Fleet, ServerLine } from "../../fleet/fleet.js";
import type { PlacedListener } from "../../fleet/listeners.js";
import { everySlotListener } from "../../fleet/listeners.js";
import { activeLines, backupLines } from "../../fleet/server-lines.js";
import { slotsFor } from "../../fleet/tier.js";
import { waitLimit } from "../../fleet/wait-limit.js";
import { showSeconds } from "../../text/units.js";
import { originOf } from "../../yaml/node.js";
import type { RuleResult } from "../define.js";
import { defineRule, fault, lack, pass } from "../define.js";

export const failoverToBackups = defineRule({
  slug: "capacity/failover-to-backups",
  severity: "warning",
  title: "With every active server down, the backups serve the largest storm in time.",
  why: "Load takes every active server down more often than a fault does. Backups with fewer slots go down under the same load, and then nothing is left.",
  how: "Slots of the backups that take over: all with option allbackups, else the first. All requests of the largest storm at once, divided by those slots, times the mean service time; compared with timeout queue if maxconn makes them wait in HAProxy, otherwise with the health checks' limit and timeout server.",
  fix: "Set option allbackups, give the backups as many slots as the storm needs, and limit them with maxconn.",
  source: ["HAProxy configuration manual 4.2 option allbackups", "test/daemons/facts/backups.test.ts"],
  run: (fleet) => everySlotListener(fleet).flatMap((placed) => judge(fleet, placed)),
});

const judge = (fleet: Fleet, placed: PlacedListener): RuleResult[] => {
  const { listener, hosts } = placed;
  const active = activeLines(listener);
  const backups = backupLines(listener);
  const [first] = backups;
  if (first === undefined || active.length === 0) return [];
  const all = listener.settings.option.allbackups === true;
  const serving = all ? backups : [first];
  const common = { subject: listener.name, hosts };
  const at = first.server.service?.runtime.units.at ?? originOf(listener.node);
  const storm = worstStorm(fleet);
  if (storm === undefined) return [lack({ ...common, at, needs: "a storm under storms" })];
  const { requests } = storm;
  const { mean } = storm.service_time;
  const limit = waitLimit(placed, "backup");
  const has = slotsOf(serving);
  const wait = drainTime(requests - has, has, mean);
  if (limit.value === null || wait <= limit.value) return [pass];
  const needed = slotsFor(requests, mean, limit.value);
  const { service } = first.server;
  const each = needed / backups.length;
  const units =
    service === undefined
      ? `${Math.ceil(each)} slots`
      : `${service.runtime.units.setting} ${unitsFor(service, each)}`;
  const enough = slotsOf(backups) >= needed;
  const more = `${limit.inQueue ? "" : "maxconn on their lines, with a timeout queue for the wait; or "}${units} on each backup fits, if memory allows`;
  return [
    fault({
      ...common,
      at: all ? at : originOf(listener.node, "option", "allbackups"),
      message: `once all active servers of ${listener.name} are down, a request of ${storm.name} may wait ${showSeconds(wait)} for a slot on ${whom(serving)}; the limit is ${showSeconds(limit.value)}, ${limit.because}`,
      why: `${has} slots instead of ${slotsOf(active)}${all ? "" : ", as option allbackups is not set"}: ${requests} requests over ${has} at a time, ${showSeconds(mean)} each`,
      fix: all ? more : `option allbackups: true${enough ? " is enough" : `, and ${more}`}`,
      figures: {
        slots: has,
        active_slots: slotsOf(active),
        requests,
        wait_ms: Math.round(wait),
        limit_ms: limit.value,
      },
    }),
  ];
};

const slotsOf = (lines: readonly ServerLine[]): number =>
  lines.reduce((sum, { server }) => sum + (server.service === undefined ? 0 : slots(server.service)), 0);

const whom = (serving: readonly ServerLine[]): string => {
  const [first] = serving;
  return serving.length === 1 ? `${first?.server.name} alone` : `the ${serving.length} backups`;
};
