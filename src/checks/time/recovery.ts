import { worstStorm } from "../../fleet/capacity.js";
import type { Fleet } from "../../fleet/fleet.js";
import { lineOrigin } from "../../fleet/groups.js";
import type { LineGroup, PlacedListener } from "../../fleet/listeners.js";
import { everySlotListener, lineGroups, namesOf } from "../../fleet/listeners.js";
import { inter, recoveryTime, rise } from "../../fleet/timeouts.js";
import { showSeconds } from "../../inventory/units.js";
import type { Verdict } from "../define.js";
import { defineCheck, fault, lack, pass } from "../define.js";

/** Shorter than this, a recovery is quick whatever the storm. */
const QUICK = 30_000;

export const recovery = defineCheck({
  slug: "time/recovery",
  severity: "warning",
  title: "A server that was marked DOWN in a storm serves again while the storm lasts.",
  why: "A busy server may be called DOWN by mistake, and one that is restarted is DOWN for a moment. Until its checks have passed again its slots are lost, and its share runs over the others.",
  how: "downinter (or inter) + (rise - 1) x fastinter (or inter); compared with the length of the largest storm, where it is over 30 s.",
  mend: "Shorten downinter or inter, set fastinter, or lower rise.",
  source: ["HAProxy configuration manual 5.2 inter, rise", "test/daemons/facts/detection-time.test.ts"],
  run: (fleet) =>
    everySlotListener(fleet).flatMap((placed) =>
      lineGroups(placed.listener).flatMap((group) => judge(fleet, placed, group)),
    ),
});

const judge = (fleet: Fleet, { listener, hosts }: PlacedListener, group: LineGroup): Verdict[] => {
  const line = group.sample;
  if (!line.settings.check) return [];
  const subject = listener.name;
  const at = lineOrigin({ listener, line }, line.settings.downinter === undefined ? "inter" : "downinter");
  const storm = worstStorm(fleet);
  if (storm === undefined) return [lack({ subject, hosts, at, needs: "a storm under storms" })];
  const takes = recoveryTime(line);
  const bearable = Math.max(storm.over, QUICK);
  if (takes <= bearable) return [pass];
  const passes = rise(line);
  const first = line.settings.downinter ?? inter(line).value;
  const soon = line.settings.fastinter ?? inter(line).value;
  return [
    fault({
      subject,
      hosts,
      at,
      message: `${namesOf(group)} of ${listener.name} stays DOWN for up to ${showSeconds(takes)} once it answers again; ${storm.name} is over in ${showSeconds(storm.over)}`,
      why: `${showSeconds(first)} to the next check, then ${passes - 1} more ${showSeconds(soon)} apart (rise ${passes})`,
      mend: `${Math.floor(bearable / passes / 1000)}s between checks with rise ${passes} fits`,
      figures: { recovery_ms: takes, over_ms: storm.over, rise: passes },
    }),
  ];
};
