import { balance, isStatic } from "../../fleet/balance.js";
import type { PlacedListener } from "../../fleet/listeners.js";
import { everyListener, isChecked, says } from "../../fleet/listeners.js";
import type { LineGroup } from "../../fleet/server-lines.js";
import { lineGroups, lineOrigin, namesOf } from "../../fleet/server-lines.js";
import { inter } from "../../fleet/timeouts.js";
import { inListener } from "../../moves/candidate.js";
import { counted } from "../../text/counted.js";
import { showSeconds } from "../../text/units.js";
import type { RuleResult } from "../define.js";
import { defineRule, fault, pass } from "../define.js";
import { seconds } from "../slot-candidates.js";

export const slowstart = defineRule({
  slug: "haproxy/slowstart",
  severity: "warning",
  title: "slowstart reduces the load of a server that comes back.",
  why: "slowstart lowers a server's weight and its maxconn. A static or hashing algorithm ignores the weight, so the server gets its full share at once but may serve one request at a time: the rest queues while other servers are idle. Without check no server ever comes back.",
  how: "Server lines with slowstart: without check; with maxconn and a static algorithm (hash-type consistent makes it dynamic); with inter as long as slowstart or longer, so that the weight rises in one step.",
  fix: "Balance by roundrobin, leastconn or random; or remove slowstart.",
  source: [
    "HAProxy configuration manual 5.2 slowstart",
    "HAProxy configuration manual 4.2 balance",
    "test/daemons/facts/slow-start.test.ts",
  ],
  run: (fleet) =>
    everyListener(fleet).flatMap((placed) =>
      lineGroups(placed.listener).flatMap((group) => judge(placed, group)),
    ),
});

const judge = (placed: PlacedListener, group: LineGroup): RuleResult[] => {
  const { listener, hosts } = placed;
  const line = group.sample;
  const { slowstart: start, maxconn } = line.settings;
  if (!start) return [];
  const algorithm = balance(placed).value;
  const consistent = says(placed, /^hash-type\s+consistent\b/);
  const every = inter(line);
  const common = { subject: listener.name, hosts, figures: { slowstart_ms: start } };
  const removed = inListener(placed, { server: { slowstart: null } });
  if (!isChecked(placed, line)) {
    return [
      fault({
        ...common,
        severity: "error",
        at: lineOrigin({ listener, line }, "slowstart"),
        message: `slowstart ${showSeconds(start)} of ${namesOf(group)} in ${listener.name} never applies: the server is not checked`,
        why: "slowstart starts when a DOWN server is UP again, and without check none is ever DOWN",
        candidates: [inListener(placed, { server: { check: true } }), removed],
        fix: "check: true on the server lines; or remove slowstart",
      }),
    ];
  }
  if (isStatic(algorithm) && !consistent && maxconn) {
    return [
      fault({
        ...common,
        at: lineOrigin({ listener, line }, "slowstart"),
        message: `for ${showSeconds(start)} after ${namesOf(group)} is back, ${listener.name} assigns it its full share but lets it serve only 1 to ${counted(maxconn, "request")} at once`,
        why: `balance ${algorithm} is static: the weight stays, while maxconn ${maxconn} grows from 1; the rest queues for this server alone`,
        candidates: [
          inListener(placed, { balance: "roundrobin" }),
          inListener(placed, { balance: "leastconn" }),
          removed,
        ],
        fix: "balance: roundrobin, leastconn or random; or remove slowstart",
      }),
    ];
  }
  if (every.value >= start) {
    return [
      fault({
        ...common,
        severity: "info",
        at: lineOrigin({ listener, line }, "slowstart"),
        message: `slowstart ${showSeconds(start)} of ${namesOf(group)} in ${listener.name} is a single step: the weight changes with each check, every ${showSeconds(every.value)}`,
        why: `inter ${showSeconds(every.value)} (${every.because}) >= slowstart ${showSeconds(start)}`,
        candidates: [inListener(placed, { server: { slowstart: seconds(every.value * 5) } }), removed],
        fix: `slowstart ${Math.ceil((every.value * 5) / 1000)}s takes five steps; or a shorter inter`,
      }),
    ];
  }
  return [pass];
};
