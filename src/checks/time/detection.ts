import { worstStorm } from "../../fleet/capacity.js";
import type { Fleet, Listener, ServerLine } from "../../fleet/fleet.js";
import { lineOrigin } from "../../fleet/groups.js";
import type { LineGroup, PlacedListener } from "../../fleet/listeners.js";
import { everySlotListener, lineGroups, namesOf } from "../../fleet/listeners.js";
import { checkBound, detectionTime, fall, inter } from "../../fleet/timeouts.js";
import type { Milliseconds } from "../../inventory/units.js";
import { showSeconds } from "../../inventory/units.js";
import type { Verdict } from "../define.js";
import { defineCheck, fault, lack, pass } from "../define.js";

/** Shorter than this, a detection is quick whatever the storm: three checks of a few seconds. */
const QUICK = 30_000;

/** Fact H16. */
export const detection = defineCheck({
  slug: "time/detection",
  severity: "warning",
  title: "A server that hangs is noticed while the storm lasts.",
  why: "Until it is marked DOWN, a hanging server gets its share of the requests, and each of them ends in 504 (sH). Noticed after the storm, it has cost its whole share of it.",
  how: "inter + C + (fall - 1) x (inter or fastinter + C), C what one check may take; compared with the length of the largest storm, where it is over 30 s.",
  mend: "Shorten inter, fastinter or fall.",
  source: ["HAProxy configuration manual 5.2 inter, fall", "test/daemons/facts/detection-time.test.ts"],
  run: (fleet) =>
    everySlotListener(fleet).flatMap((placed) =>
      lineGroups(placed.listener).flatMap((group) => judge(fleet, placed, group)),
    ),
});

const judge = (fleet: Fleet, { listener, hosts }: PlacedListener, group: LineGroup): Verdict[] => {
  const line = group.sample;
  if (!line.settings.check) return [];
  const subject = listener.name;
  const at = lineOrigin({ listener, line }, "inter");
  const storm = worstStorm(fleet);
  if (storm === undefined) return [lack({ subject, hosts, at, needs: "a storm under storms" })];
  const takes = detectionTime(listener, line);
  const bearable = Math.max(storm.over, QUICK);
  if (takes <= bearable) return [pass];
  const { settings } = line;
  const [every, bound, fails] = [inter(line).value, checkBound(listener, line).value, fall(line)];
  const soon = settings.fastinter ?? every;
  const fits = fittingInter(listener, line, bearable);
  return [
    fault({
      subject,
      hosts,
      at,
      message: `${namesOf(group)} of ${listener.name} may hang for ${showSeconds(takes)} before it is DOWN; ${storm.name} is over in ${showSeconds(storm.over)}`,
      why: `${showSeconds(every)} to the next check, ${fails} checks of up to ${showSeconds(bound)}, ${showSeconds(soon)} between them`,
      mend:
        fits > 0
          ? `inter ${fits}s with fall ${fails} fits`
          : "lower fall or timeout check; no inter is short enough by itself",
      figures: { detection_ms: takes, over_ms: storm.over, inter_ms: every, fall: fails },
    }),
  ];
};

/** The longest inter in whole seconds with which a hanging server is DOWN in time; 0 where none is short enough. */
const fittingInter = (listener: Listener, line: ServerLine, bearable: Milliseconds): number => {
  const longest = Math.floor(inter(line).value / 1000);
  for (let seconds = longest; seconds > 0; seconds--) {
    const shorter = { ...line, settings: { ...line.settings, inter: seconds * 1000 } };
    if (detectionTime(listener, shorter) <= bearable) return seconds;
  }
  return 0;
};
