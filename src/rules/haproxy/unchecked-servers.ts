import type { PlacedListener } from "../../fleet/listeners.js";
import { everyListener, isChecked } from "../../fleet/listeners.js";
import { backupLines, lineGroups, lineOrigin } from "../../fleet/server-lines.js";
import { inListener } from "../../moves/candidate.js";
import { counted } from "../../text/counted.js";
import type { RuleResult } from "../define.js";
import { defineRule, fault, pass } from "../define.js";

export const uncheckedServers = defineRule({
  slug: "haproxy/unchecked-servers",
  severity: "warning",
  title: "A listener with several servers checks each of them.",
  why: "HAProxy always considers a server without check UP. A dead one keeps its share of the requests, and backups never take over while an unchecked active server exists.",
  how: "Listeners with two or more server lines, of which one has no check.",
  fix: "Set check on the server lines.",
  source: [
    "HAProxy configuration manual 5.2 check",
    "HAProxy configuration manual 5.2 backup",
    "test/daemons/facts/server-without-check.test.ts",
  ],
  run: (fleet) => everyListener(fleet).flatMap(judge),
});

const judge = (placed: PlacedListener): RuleResult[] => {
  const { listener, hosts } = placed;
  const { lines } = listener;
  if (lines.length < 2) return [];
  const unchecked = lineGroups(listener).filter(({ sample }) => !isChecked(placed, sample));
  const [group] = unchecked;
  if (group === undefined) return [pass];
  const { server } = group.sample;
  const count = unchecked.reduce((sum, other) => sum + other.count, 0);
  const active = unchecked.filter(({ sample }) => sample.role === "active").length > 0;
  const backups = backupLines(listener).length;
  const shut = active && backups > 0;
  return [
    fault({
      subject: listener.name,
      hosts,
      severity: shut ? "error" : "warning",
      at: lineOrigin({ listener, line: group.sample }, "check"),
      message: `${count} of ${counted(lines.length, "server")} of ${listener.name} are not checked, ${server.name} among them: a dead one keeps its share`,
      why: shut
        ? `an unchecked active server never goes DOWN, so ${backups === 1 ? "the backup never serves" : `the ${backups} backups never serve`}`
        : "a server without check counts as UP, dead or not",
      candidates: [inListener(placed, { server: { check: true } })],
      fix: "check: true on the server lines",
      figures: { unchecked: count, servers: lines.length, backups },
    }),
  ];
};
