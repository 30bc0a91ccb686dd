import { everyListener } from "../../fleet/listeners.js";
import { lineGroups } from "../../fleet/server-lines.js";
import { checkBound, detectionTime, inter } from "../../fleet/timeouts.js";
import { defaultIn } from "../../haproxy/dialect.js";
import { formatVersion } from "../../haproxy/version.js";
import { showSeconds } from "../../text/units.js";
import { originOf } from "../../yaml/node.js";
import type { RuleResult } from "../define.js";
import { defineRule, fault, pass } from "../define.js";

export const checkTimeoutOverInter = defineRule({
  slug: "time/check-timeout-over-inter",
  severity: "info",
  title: "timeout check is within inter.",
  why: "A check that runs longer than inter delays the next one: dead servers are detected later than inter and fall suggest. Since 3.4 HAProxy caps timeout check at inter, so a value meant for slow checks has no effect.",
  how: "timeout check of each listener compared with the shortest inter of its checked lines. An info up to 3.3, which apply it as written; a warning since 3.4.",
  fix: "Raise inter to timeout check, or lower timeout check.",
  source: [
    "HAProxy configuration manual 4.2 timeout check",
    "HAProxy commit 7c788f098 (3.4)",
    "test/daemons/facts/check-timeout.test.ts",
  ],
  run: (fleet) =>
    everyListener(fleet).flatMap(({ listener, haproxy, hosts }): RuleResult[] => {
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
      const bounded = defaultIn(haproxy.version, "boundedCheck");
      const version = formatVersion(haproxy.version);
      const takes = showSeconds(detectionTime(listener, line));
      return [
        fault({
          subject: listener.name,
          hosts,
          severity: bounded ? "warning" : "info",
          at: originOf(listener.node, "timeout", "check"),
          message: bounded
            ? `timeout check ${showSeconds(check)} of ${listener.name} is over inter ${showSeconds(every.value)}; HAProxy ${version} caps it there`
            : `a check of ${listener.name} may take ${showSeconds(checkBound(listener, line).value)} and delays the next one, although inter is ${showSeconds(every.value)}`,
          why: bounded
            ? `since 3.4 timeout check is capped at inter, ${showSeconds(every.value)} (${every.because})`
            : `timeout check ${showSeconds(check)} > inter ${showSeconds(every.value)} (${every.because}): a hung server is DOWN after up to ${takes}; 3.4 and later cap the check`,
          fix: `inter ${Math.ceil(check / 1000)}s; or timeout check ${Math.floor(every.value / 1000)}s`,
          figures: { timeout_check_ms: check, inter_ms: every.value, version },
        }),
      ];
    }),
});
