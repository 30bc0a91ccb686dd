import type { Fleet } from "../../../fleet/fleet.js";
import type { PlacedListener } from "../../../fleet/listeners.js";
import { everySlotListener, mode } from "../../../fleet/listeners.js";
import { serviceGroups } from "../../../fleet/service-groups.js";
import { stormParts } from "../../../fleet/storm-parts.js";
import { comesThrough } from "../../../fleet/storm-share.js";
import { inListener, inService } from "../../../moves/candidate.js";
import type { RuleResult } from "../../../rules/define.js";
import { defineRule, fault, pass } from "../../../rules/define.js";
import { showSeconds } from "../../../text/units.js";
import { originOf } from "../../../yaml/node.js";
import { leastRequestTimeout } from "../cut.js";
import { wsgiOf } from "../section.js";

export const requestTimeout = defineRule({
  slug: "time/request-timeout",
  severity: "warning",
  title: "HAProxy waits for an answer as long as a daemon process may work on it.",
  why: "With timeout server below request-timeout HAProxy answers 504 (sH), counts the request as done and sends the next one while the process still works for nobody: maxconn no longer limits what is in the slots.",
  how: "timeout server of each listener that takes slots compared with the longest request-timeout of the daemon processes behind it.",
  fix: "Raise timeout server above request-timeout, or lower request-timeout.",
  source: ["HAProxy configuration manual 4.2 timeout server", "mod_wsgi, WSGIDaemonProcess request-timeout"],
  run: (fleet) => everySlotListener(fleet).flatMap((placed) => judge(fleet, placed)),
});

const judge = (fleet: Fleet, placed: PlacedListener): RuleResult[] => {
  const { listener, hosts } = placed;
  const { server } = listener.settings.timeout;
  const longest = listener.lines.reduce((most, { service }) => {
    const set = service && wsgiOf(service)?.wsgi["request-timeout"];
    return Math.max(most, set ?? 0);
  }, 0);
  if (!server || longest === 0 || mode(listener) !== "http") return [];
  if (server >= longest) return [pass];
  const shorter = Math.floor(server / 1000) * 1000;
  const least = leastRequestTimeout(stormParts(fleet).filter((storm) => comesThrough(storm, placed)));
  return [
    fault({
      subject: listener.name,
      hosts,
      at: originOf(listener.node, "timeout", "server"),
      message: `${listener.name} gives up on a request after ${showSeconds(server)}; the process works on it for up to ${showSeconds(longest)}`,
      why: `timeout server ${showSeconds(server)} < request-timeout ${showSeconds(longest)}: for ${showSeconds(longest - server)} the slot is busy while HAProxy counts it as free`,
      candidates: [
        inListener(placed, { timeout: { server: `${Math.ceil(longest / 1000)}s` } }),
        ...(shorter >= least
          ? serviceGroups(fleet)
              .filter(({ claims }) => claims.some((claim) => claim.listener === listener))
              .map((group) => inService(group, { wsgi: { "request-timeout": `${shorter / 1000}s` } }))
          : []),
      ],
      fix: `timeout server ${Math.ceil(longest / 1000)}s${shorter >= least ? `; or request-timeout ${shorter / 1000}s` : ""}`,
      figures: { timeout_server_ms: server, request_timeout_ms: longest },
    }),
  ];
};
