import { checkAsked } from "../../fleet/check-request.js";
import type { PlacedListener } from "../../fleet/listeners.js";
import type { LineGroup } from "../../fleet/server-lines.js";
import { lineOrigin, namesOf } from "../../fleet/server-lines.js";
import { checkBound, detectionTime, fall, fittingInter, inter } from "../../fleet/timeouts.js";
import { inListener } from "../../moves/candidate.js";
import { showSeconds } from "../../text/units.js";
import { defineRule } from "../define.js";
import { seconds } from "../slot-candidates.js";
import type { ChangeOfState } from "./change-of-state.js";
import { judgeChanges } from "./change-of-state.js";

export const detection = defineRule({
  slug: "time/detection",
  severity: "warning",
  title: "A hung server is detected while the storm lasts.",
  why: "Until it is marked DOWN, a hung server gets its share of the requests, and each of them ends in 504 (sH). Detected after the storm, it has cost its whole share.",
  how: "By HTTP; a TCP check sees only that a server is gone. inter + C + (fall - 1) x (inter or fastinter + C), C being the longest time of one check; compared with the duration of the largest storm, or 30 s if that is longer.",
  fix: "Shorten inter, fastinter or fall.",
  source: ["HAProxy configuration manual 5.2 inter, fall", "test/daemons/facts/detection-time.test.ts"],
  run: (fleet) => judgeChanges(fleet, detected),
});

const detected = (placed: PlacedListener, group: LineGroup): ChangeOfState => {
  const { listener } = placed;
  const line = group.sample;
  // A server that hangs still takes connections, which is all that a TCP check asks for.
  const fails = checkAsked(placed) === undefined ? "be gone" : "hang";
  const takes = detectionTime(listener, line);
  const [every, bound, times] = [inter(line).value, checkBound(listener, line).value, fall(line)];
  const soon = line.settings.fastinter ?? every;
  return {
    takes,
    at: lineOrigin({ listener, line }, "inter"),
    late: (storm, tolerable) => {
      const fits = fittingInter(listener, line, tolerable);
      return {
        message: `${namesOf(group)} of ${listener.name} may ${fails} for ${showSeconds(takes)} before it is marked DOWN; ${storm.name} is over in ${showSeconds(storm.over)}`,
        why: `${showSeconds(every)} to the next check, ${times} checks of up to ${showSeconds(bound)}, ${showSeconds(soon)} between them`,
        candidates: [fall(line), 3, 2, 1].flatMap((fails) => {
          const sooner = { ...line, settings: { ...line.settings, fall: fails } };
          const every = fails > fall(line) ? undefined : fittingInter(listener, sooner, tolerable);
          return every === undefined
            ? []
            : [
                inListener(placed, {
                  server: { inter: seconds(every), ...(fails === fall(line) ? {} : { fall: fails }) },
                }),
              ];
        }),
        fix:
          fits === undefined
            ? "lower fall or timeout check; no inter is short enough by itself"
            : `inter ${fits / 1000}s with fall ${times} fits`,
        figures: { detection_ms: takes, inter_ms: every, fall: times },
      };
    },
  };
};
