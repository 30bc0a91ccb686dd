import { everySlotListener } from "../../fleet/listeners.js";
import { backupLines } from "../../fleet/server-lines.js";
import { originOf } from "../../yaml/node.js";
import type { RuleResult } from "../define.js";
import { defineRule, fault, pass } from "../define.js";

export const allbackups = defineRule({
  slug: "haproxy/allbackups",
  severity: "warning",
  title: "With every active server down, a listener uses all of its backups.",
  why: "Without option allbackups the first backup alone gets the load that just took every active server down; when it fails too, the next one gets it, one after the other.",
  how: "Listeners with two or more backup server lines and without option allbackups.",
  fix: "Set option allbackups.",
  source: ["HAProxy configuration manual 4.2 option allbackups", "test/daemons/facts/backups.test.ts"],
  run: (fleet) =>
    everySlotListener(fleet).flatMap(({ listener, hosts }): RuleResult[] => {
      const backups = backupLines(listener);
      if (backups.length < 2) return [];
      if (listener.settings.option.allbackups) return [pass];
      const [first] = backups;
      const active = listener.lines.length - backups.length;
      return [
        fault({
          subject: listener.name,
          hosts,
          at: originOf(listener.node, "option", "allbackups"),
          message: `once the ${active} active servers of ${listener.name} are down, ${first?.server.name} alone takes their load; ${backups.length - 1} more backups stay idle`,
          why: `${backups.length} backups, no option allbackups: HAProxy uses the first one that is up`,
          fix: "option allbackups: true",
          figures: { active, backups: backups.length },
        }),
      ];
    }),
});
