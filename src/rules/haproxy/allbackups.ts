import { everySlotListener } from "../../fleet/listeners.js";
import { backupLines } from "../../fleet/server-lines.js";
import { originOf } from "../../yaml/node.js";
import type { Verdict } from "../define.js";
import { defineRule, fault, pass } from "../define.js";

export const allbackups = defineRule({
  slug: "haproxy/allbackups",
  severity: "warning",
  title: "A listener with several backups uses all of them once no active server is up.",
  why: "Without option allbackups the first backup alone takes the load that just brought every active server down; when it falls too, the next one takes it, one after the other.",
  how: "Listeners with two or more backup server lines and without option allbackups.",
  fix: "Set option allbackups.",
  source: ["HAProxy configuration manual 4.2 option allbackups", "test/daemons/facts/backups.test.ts"],
  run: (fleet) =>
    everySlotListener(fleet).flatMap(({ listener, hosts }): Verdict[] => {
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
          message: `once the ${active} active servers of ${listener.name} are down, ${first?.server.name} alone takes their load; ${backups.length - 1} more backups idle`,
          why: `${backups.length} backups, no option allbackups: HAProxy uses the first one that is up`,
          fix: "option allbackups: true",
          figures: { active, backups: backups.length },
        }),
      ];
    }),
});
