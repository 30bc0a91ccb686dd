import { everyListener } from "../../fleet/listeners.js";
import { lineGroups } from "../../fleet/server-lines.js";
import { checkBound, detectionTime, inter } from "../../fleet/timeouts.js";
import { inListener } from "../../moves/candidate.js";
import { showSeconds } from "../../text/units.js";
import { originOf } from "../../yaml/node.js";
import type { RuleResult } from "../define.js";
import { defineRule, fault, pass } from "../define.js";

export const checkTimeoutOverInter = defineRule({
  slug: "time/check-timeout-over-inter",
  severity: "info",
  title: "timeout check is within inter.",
  why: "A check that runs longer than inter delays the next one: dead servers are detected later than inter and fall suggest.",
  how: "timeout check of each listener compared with the shortest inter of its checked lines.",
  fix: "Raise inter to timeout check, or lower timeout check.",
  source: ["HAProxy configuration manual 4.2 timeout check", "test/daemons/facts/check-timeout.test.ts"],
  run: (fleet) =>
    everyListener(fleet).flatMap(({ listener, hosts }): RuleResult[] => {
      const { check } = listener.settings.timeout;
      const checked = lineGroups(listener).filter(({ sample }) => sample.settings.check);
      const [first, ...rest] = checked.map(({ sample }) => sample);
      if (!check || first === undefined) return [];
      const line = rest.reduce(
        (least, other) => (inter(other).value < inter(least).value ? other : least),
        first,
      );
      const every = inter(line);
      if (check <= every.value) return [pass];
      const takes = showSeconds(detectionTime(listener, line));
      return [
        fault({
          subject: listener.name,
          hosts,
          at: originOf(listener.node, "timeout", "check"),
          message: `a check of ${listener.name} may take ${showSeconds(checkBound(listener, line).value)} and delays the next one, although inter is ${showSeconds(every.value)}`,
          why: `timeout check ${showSeconds(check)} > inter ${showSeconds(every.value)} (${every.because}): a hung server is DOWN after up to ${takes}`,
          candidates: [
            ...(every.value >= 1000
              ? [
                  inListener(
                    { listener, hosts },
                    { timeout: { check: `${Math.floor(every.value / 1000)}s` } },
                  ),
                ]
              : []),
            inListener({ listener, hosts }, { server: { inter: `${Math.ceil(check / 1000)}s` } }),
          ],
          fix: `inter ${Math.ceil(check / 1000)}s; or timeout check ${Math.floor(every.value / 1000)}s`,
          figures: { timeout_check_ms: check, inter_ms: every.value },
        }),
      ];
    }),
});
