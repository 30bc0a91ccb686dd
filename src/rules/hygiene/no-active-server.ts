import type { PlacedListener } from "../../fleet/listeners.js";
import { everyListener } from "../../fleet/listeners.js";
import { activeLines } from "../../fleet/server-lines.js";
import { originOf } from "../../yaml/node.js";
import type { RuleResult } from "../define.js";
import { defineRule, fault, pass } from "../define.js";

export const noActiveServer = defineRule({
  slug: "hygiene/no-active-server",
  severity: "warning",
  title: "A listener has an active server, not only backups.",
  why: "Backups serve when no active server is up. If there is none at all they serve from the start, but without option allbackups only the first: the others stay idle.",
  how: "Listeners whose server lines are all backups.",
  fix: "Move the hosts to app_servers, or add active ones.",
  source: ["HAProxy configuration manual 5.2 backup", "HAProxy configuration manual 4.2 option allbackups"],
  run: (fleet) => everyListener(fleet).flatMap(judge),
});

const judge = ({ listener, hosts }: PlacedListener): RuleResult[] => {
  const backups = listener.lines.length;
  if (backups === 0) return [];
  if (activeLines(listener).length > 0) return [pass];
  const all = listener.settings.option.allbackups === true;
  const [first] = listener.lines;
  return [
    fault({
      subject: listener.name,
      hosts,
      severity: all || backups === 1 ? "info" : "warning",
      at: originOf(listener.node, "hosts"),
      message: `${listener.name} has no active server, only ${backups === 1 ? "a backup" : `${backups} backups`}`,
      why:
        all || backups === 1
          ? "a backup serves while no active server is up, here always"
          : `without option allbackups ${first?.server.name ?? "the first"} serves alone, and ${backups === 2 ? "the other one stays" : `${backups - 1} others stay`} idle`,
      fix: "move the hosts that should serve to app_servers",
      figures: { backups },
    }),
  ];
};
