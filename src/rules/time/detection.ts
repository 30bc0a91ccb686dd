import type { PlacedListener } from "../../fleet/listeners.js";
import type { LineGroup } from "../../fleet/server-lines.js";
import { lineOrigin, namesOf } from "../../fleet/server-lines.js";
import { checkBound, detectionTime, fall, fittingInter, inter } from "../../fleet/timeouts.js";
import { showSeconds } from "../../text/units.js";
import { defineRule } from "../define.js";
import type { ChangeOfState } from "./change-of-state.js";
import { judgeChanges } from "./change-of-state.js";

export const detection = defineRule({
  slug: "time/detection",
  severity: "warning",
  title: "A server that hangs is noticed while the storm lasts.",
  why: "Until it is marked DOWN, a hanging server gets its share of the requests, and each of them ends in 504 (sH). Noticed after the storm, it has cost its whole share of it.",
  how: "inter + C + (fall - 1) x (inter or fastinter + C), C what one check may take; compared with the length of the largest storm, where it is over 30 s.",
  fix: "Shorten inter, fastinter or fall.",
  source: ["HAProxy configuration manual 5.2 inter, fall", "test/daemons/facts/detection-time.test.ts"],
  run: (fleet) => judgeChanges(fleet, detected),
});

const detected = ({ listener }: PlacedListener, group: LineGroup): ChangeOfState => {
  const line = group.sample;
  const takes = detectionTime(listener, line);
  const [every, bound, fails] = [inter(line).value, checkBound(listener, line).value, fall(line)];
  const soon = line.settings.fastinter ?? every;
  return {
    takes,
    at: lineOrigin({ listener, line }, "inter"),
    late: (storm, bearable) => {
      const fits = fittingInter(listener, line, bearable);
      return {
        message: `${namesOf(group)} of ${listener.name} may hang for ${showSeconds(takes)} before it is DOWN; ${storm.name} is over in ${showSeconds(storm.over)}`,
        why: `${showSeconds(every)} to the next check, ${fails} checks of up to ${showSeconds(bound)}, ${showSeconds(soon)} between them`,
        fix:
          fits === undefined
            ? "lower fall or timeout check; no inter is short enough by itself"
            : `inter ${fits / 1000}s with fall ${fails} fits`,
        figures: { detection_ms: takes, inter_ms: every, fall: fails },
      };
    },
  };
};
