import type { PlacedListener } from "../../fleet/listeners.js";
import { everyListener } from "../../fleet/listeners.js";
import type { LineGroup } from "../../fleet/server-lines.js";
import { lineGroups, lineOrigin, namesOf } from "../../fleet/server-lines.js";
import { inter } from "../../fleet/timeouts.js";
import { inListener } from "../../moves/candidate.js";
import { showSeconds } from "../../text/units.js";
import type { RuleResult } from "../define.js";
import { defineRule, fault, pass } from "../define.js";

export const fastinter = defineRule({
  slug: "time/fastinter",
  severity: "warning",
  title: "fastinter is shorter than inter.",
  why: "fastinter is the interval while a server changes state: after a first failure, and on its way back UP. Longer than inter, it makes HAProxy check less often exactly when in doubt.",
  how: "Checked server lines with fastinter over inter.",
  fix: "Set fastinter to a second or two, or remove it.",
  source: ["HAProxy configuration manual 5.2 fastinter"],
  run: (fleet) =>
    everyListener(fleet).flatMap((placed) =>
      lineGroups(placed.listener).flatMap((group) => judge(placed, group)),
    ),
});

const judge = (placed: PlacedListener, group: LineGroup): RuleResult[] => {
  const { listener, hosts } = placed;
  const line = group.sample;
  const { fastinter: soon, check } = line.settings;
  if (soon === undefined || !check) return [];
  const every = inter(line);
  if (soon <= every.value) return [pass];
  return [
    fault({
      subject: listener.name,
      hosts,
      at: lineOrigin({ listener, line }, "fastinter"),
      message: `${namesOf(group)} of ${listener.name} is checked every ${showSeconds(every.value)}, and every ${showSeconds(soon)} once a check has failed`,
      why: `fastinter ${showSeconds(soon)} > inter ${showSeconds(every.value)} (${every.because})`,
      candidates: [
        inListener(placed, { server: { fastinter: `${Math.max(Math.floor(every.value / 2000), 1)}s` } }),
        inListener(placed, { server: { fastinter: null } }),
      ],
      fix: `fastinter ${Math.max(Math.floor(every.value / 2000), 1)}s; or remove it`,
      figures: { fastinter_ms: soon, inter_ms: every.value },
    }),
  ];
};
