import type { ServerLine } from "../../fleet/fleet.js";
import type { PlacedListener } from "../../fleet/listeners.js";
import { everyListener } from "../../fleet/listeners.js";
import { activeLines, backupLines, lineOrigin } from "../../fleet/server-lines.js";
import { inListener } from "../../moves/candidate.js";
import type { RuleResult } from "../define.js";
import { defineRule, fault, pass } from "../define.js";

export const zeroWeight = defineRule({
  slug: "haproxy/zero-weight",
  severity: "error",
  title: "At least one active server, and one backup, has a weight above 0.",
  why: "A server of weight 0 takes no part in load balancing. With all active servers at 0 the backups serve from the start; with none left HAProxy answers 503 (SC).",
  how: "Listeners whose active server lines, or whose backup lines, all have weight 0.",
  fix: "Give at least one server of each kind a weight.",
  source: ["HAProxy configuration manual 5.2 weight", "test/daemons/facts/servers-without-weight.test.ts"],
  run: (fleet) => everyListener(fleet).flatMap(judge),
});

const judge = (placed: PlacedListener): RuleResult[] => {
  const { listener, hosts } = placed;
  const weighted = listener.lines.some((line) => line.settings.weight !== undefined);
  if (!weighted) return [];
  const [active, backups] = [activeLines(listener), backupLines(listener)];
  const drained = (lines: readonly ServerLine[]) =>
    lines.length > 0 && lines.every(({ settings }) => settings.weight === 0);
  const line = drained(active) ? active[0] : drained(backups) ? backups[0] : undefined;
  if (line === undefined) return [pass];
  const nobody = drained(active) && (backups.length === 0 || drained(backups));
  const onlyBackups = drained(active) && !nobody;
  const message = nobody
    ? `all servers of ${listener.name} have weight 0: every request gets 503`
    : onlyBackups
      ? `all ${active.length} active servers of ${listener.name} have weight 0: the backups serve from the start`
      : `all ${backups.length} backups of ${listener.name} have weight 0: once the active servers are down, every request gets 503`;
  return [
    fault({
      subject: listener.name,
      hosts,
      severity: nobody ? "error" : "warning",
      at: lineOrigin({ listener, line }, "weight"),
      message,
      why: "weight 0 excludes a server from load balancing; only requests pinned by a cookie still reach it",
      candidates: [
        inListener(placed, { servers: { [line.server.name]: { weight: 1 } } }),
        inListener(placed, { server: { weight: 1 } }),
      ],
      fix: `weight 1 for ${line.server.name}, or for another server of its kind`,
      figures: { active: active.length, backups: backups.length },
    }),
  ];
};
