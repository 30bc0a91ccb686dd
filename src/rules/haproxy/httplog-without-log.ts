import type { PlacedListener } from "../../fleet/listeners.js";
import { everyListener, says } from "../../fleet/listeners.js";
import { inListener } from "../../moves/candidate.js";
import { originOf } from "../../yaml/node.js";
import type { RuleResult } from "../define.js";
import { defineRule, fault, pass } from "../define.js";

export const httplogWithoutLog = defineRule({
  slug: "haproxy/httplog-without-log",
  severity: "warning",
  title: "A listener whose log has a format has a place to log to.",
  why: "option httplog says what a line of the log holds, and log says where it goes. Without log nothing is written, and HAProxy warns at every start that the format is ignored: what an incident leaves behind is missing.",
  how: "Listeners with option httplog and without log, defaults and raw lines included; log: global counts if the global section has a log.",
  fix: "Set log: global and a log in the global section, or remove option httplog.",
  source: ["HAProxy configuration manual 4.2 log", "measured on 1.4.6 to 3.5-dev5"],
  run: (fleet) => everyListener(fleet).flatMap(judge),
});

const judge = (placed: PlacedListener): RuleResult[] => {
  const { listener, haproxy, hosts } = placed;
  if (listener.settings.option.httplog !== true) return [];
  const { log, directives = [] } = haproxy.global;
  const target = log !== undefined || directives.some((line) => /^\s*log\s/.test(line));
  if (says(placed, /^\s*log\s+(?!global\b)/)) return [pass];
  const asks = listener.settings.log === "global" || says(placed, /^\s*log\s+global\b/);
  if (asks && target) return [pass];
  return [
    fault({
      subject: listener.name,
      hosts,
      at: originOf(listener.node, "option", "httplog"),
      message: `${listener.name} has option httplog, and logs to nowhere`,
      why: asks ? "log: global takes the log of the global section, which has none" : "no log is set for it",
      candidates: [
        ...(target ? [inListener(placed, { log: "global" })] : []),
        inListener(placed, { option: { httplog: null } }),
      ],
      fix: asks
        ? "global: { log: 127.0.0.1 local0 }, or where logs are kept; or remove option httplog"
        : `log: global${target ? "" : ", with a log in the global section"}; or remove option httplog`,
      figures: { log: asks ? "global" : "none" },
    }),
  ];
};
