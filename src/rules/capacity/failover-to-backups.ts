import { slots } from "../../fleet/capacity.js";
import type { Fleet, ServerLine } from "../../fleet/fleet.js";
import type { PlacedListener } from "../../fleet/listeners.js";
import { everySlotListener } from "../../fleet/listeners.js";
import { activeLines, backupLines } from "../../fleet/server-lines.js";
import { stormParts } from "../../fleet/storm-parts.js";
import { comesThrough } from "../../fleet/storm-share.js";
import { stormGroups } from "../../fleet/tier.js";
import { waitLimit } from "../../fleet/wait-limit.js";
import { inListener } from "../../moves/candidate.js";
import type { PlacedTier } from "../../storm/of-fleet.js";
import { tierOf } from "../../storm/of-fleet.js";
import { inItsTime, worstBy } from "../../storm/storms.js";
import type { StormTier } from "../../storm/tier.js";
import { sending } from "../../storm/tier.js";
import { timesAsMany } from "../../storm/times-as-many.js";
import { failureInWords, runEvenly, timesThatServe, waitForSlot } from "../../storm/what-if.js";
import { counted } from "../../text/counted.js";
import { showSeconds } from "../../text/units.js";
import { originOf } from "../../yaml/node.js";
import type { RuleResult } from "../define.js";
import { defineRule, fault, lack, pass } from "../define.js";
import { busyOf, eachWith, enoughTime, groupsOfStorm, moreSlots, unitsAlone } from "../slot-candidates.js";

export const failoverToBackups = defineRule({
  slug: "capacity/failover-to-backups",
  severity: "warning",
  title: "With every active server down, the backups serve the largest storm in time.",
  why: "Load takes every active server down more often than a fault does. Backups with fewer slots go down under the same load, and then nothing is left.",
  how: "Slots of the backups that take over: all with option allbackups, else the first. Each storm's requests as they come, over its time, with those alone: reported where more than one request in a hundred fails, or health checks mark a backup DOWN.",
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
  const at = first.service?.runtime.units.at ?? originOf(listener.node);
  if (fleet.storms.length === 0) return [lack({ ...common, at, needs: "a storm under storms" })];
  const worst = worstBy(
    stormParts(fleet).flatMap((storm) => {
      const behind = comesThrough(storm, placed) ? tierOf(fleet, storm, "backup") : undefined;
      const tier = behind && (all ? behind.tier : firstOnly(behind, first));
      return behind === undefined || tier === undefined ? [] : [{ storm, behind, tier, ...runEvenly(tier) }];
    }),
    ({ failed, fails }) => failed + Number(fails),
  );
  if (worst === undefined) return [];
  const { storm, failed, fails } = worst;
  const { requests } = storm;
  const { mean } = storm.service_time;
  const limit = waitLimit(placed, "backup");
  const has = slotsOf(serving);
  if (limit.value === null || !fails) return [pass];
  const wait = waitForSlot(worst.tier);
  const enough = !all && !runEvenly(worst.behind.tier).fails;
  const more = moreOf(worst.behind, limit.inQueue);
  const times = timesThatServe(worst.behind.tier) ?? Math.max(busyOf(storm) / has, 1);
  const backupGroups = stormGroups(fleet, storm, "backup");
  const grown = eachWith(
    [
      ...backupGroups.flatMap((group) => unitsAlone(group, times)),
      ...moreSlots(backupGroups, times),
      ...moreSlots(groupsOfStorm(fleet, storm), times),
    ],
    enoughTime(fleet, backupGroups),
  );
  return [
    fault({
      ...common,
      at: all ? at : originOf(listener.node, "option", "allbackups"),
      message: `once all active servers of ${listener.name} are down, ${failureInWords(worst, storm)}: one may wait ${showSeconds(wait)} for a slot on ${whom(serving)}; the limit is ${showSeconds(limit.value)}, ${limit.because}`,
      why: `${counted(has, "slot")} instead of ${slotsOf(active)}${all ? "" : ", as option allbackups is not set"}: ${requests} requests ${inItsTime(storm)}, ${has} at a time, ${showSeconds(mean)} each`,
      candidates: [
        ...(all ? [] : [inListener(placed, { option: { allbackups: true } })]),
        ...grown.map((candidate) =>
          all ? candidate : [...inListener(placed, { option: { allbackups: true } }), ...candidate],
        ),
      ],
      fix: all ? more : `option allbackups: true${enough ? " is enough" : `, and ${more}`}`,
      figures: {
        slots: has,
        active_slots: slotsOf(active),
        requests,
        wait_ms: Math.round(wait),
        failed: Math.round(failed * requests),
        limit_ms: limit.value,
      },
    }),
  ];
};

const moreOf = ({ tier, groups }: PlacedTier, inQueue: boolean): string => {
  const times = timesThatServe(tier);
  const [largest] = groups;
  return (
    [
      ...(inQueue ? [] : ["maxconn on their lines, with a timeout queue for the wait"]),
      ...(times === undefined || largest === undefined
        ? []
        : [`${timesAsMany(largest, times)} on each backup fits, if memory allows`]),
    ].join("; or ") || "shorten the time that requests hold their slots"
  );
};

/** Of the backups only the first in the order of the lines serves. */
const firstOnly = ({ tier, groups }: PlacedTier, first: ServerLine): StormTier | undefined => {
  const group = groups.findIndex(({ hosts }) => hosts.includes(first.server.name));
  const fronts = tier.fronts.map((front) => ({
    ...front,
    lines: front.lines.flatMap((line) => (line.group === group ? [{ ...line, servers: 1 }] : [])),
  }));
  return sending(fronts).some(({ lines }) => lines.length === 0)
    ? undefined
    : {
        ...tier,
        fronts: fronts.filter(({ lines }) => lines.length > 0),
        groups: tier.groups.map((one) => ({ ...one, count: 1 })),
      };
};

const slotsOf = (lines: readonly ServerLine[]): number =>
  lines.reduce((sum, { service }) => sum + (service === undefined ? 0 : slots(service)), 0);

const whom = (serving: readonly ServerLine[]): string => {
  const [first] = serving;
  return serving.length === 1 ? `${first?.server.name} alone` : `the ${serving.length} backups`;
};
