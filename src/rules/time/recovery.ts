import type { PlacedListener } from "../../fleet/listeners.js";
import type { LineGroup } from "../../fleet/server-lines.js";
import { lineOrigin, namesOf } from "../../fleet/server-lines.js";
import { inter, recoveryTime, rise } from "../../fleet/timeouts.js";
import { inListener } from "../../moves/candidate.js";
import { showSeconds } from "../../text/units.js";
import { defineRule } from "../define.js";
import type { ChangeOfState } from "./change-of-state.js";
import { judgeChanges } from "./change-of-state.js";

export const recovery = defineRule({
  slug: "time/recovery",
  severity: "warning",
  title: "A server marked DOWN in a storm serves again while the storm lasts.",
  why: "A busy server may be marked DOWN by mistake, and a restarted one is DOWN for a moment. Until its checks pass again its slots are lost, and its share overloads the others.",
  how: "downinter (or inter) + (rise - 1) x fastinter (or inter); compared with the duration of the largest storm, or 30 s if that is longer.",
  fix: "Shorten downinter or inter, set fastinter, or lower rise.",
  source: ["HAProxy configuration manual 5.2 inter, rise", "test/daemons/facts/detection-time.test.ts"],
  run: (fleet) => judgeChanges(fleet, recovered),
});

const recovered = (placed: PlacedListener, group: LineGroup): ChangeOfState => {
  const { listener } = placed;
  const line = group.sample;
  const { downinter, fastinter } = line.settings;
  const takes = recoveryTime(line);
  const passes = rise(line);
  const [first, soon] = [downinter ?? inter(line).value, fastinter ?? inter(line).value];
  return {
    takes,
    at: lineOrigin({ listener, line }, downinter === undefined ? "inter" : "downinter"),
    late: (storm, tolerable) => ({
      message: `${namesOf(group)} of ${listener.name} stays DOWN for up to ${showSeconds(takes)} once it answers again; ${storm.name} is over in ${showSeconds(storm.over)}`,
      why: `${showSeconds(first)} to the next check, then ${passes - 1} more, ${showSeconds(soon)} apart (rise ${passes})`,
      candidates: [passes, 2, 1].flatMap((times) => {
        const every = Math.floor(tolerable / times / 1000);
        return every < 1 || times > passes
          ? []
          : [
              inListener(placed, {
                server: {
                  [downinter === undefined ? "inter" : "downinter"]: `${every}s`,
                  ...(fastinter === undefined ? {} : { fastinter: null }),
                  ...(times === passes ? {} : { rise: times }),
                },
              }),
            ];
      }),
      fix:
        tolerable >= passes * 1000
          ? `${Math.floor(tolerable / passes / 1000)}s between checks with rise ${passes} fits`
          : `a rise below ${passes}, or less than a second between checks`,
      figures: { recovery_ms: takes, rise: passes },
    }),
  };
};
