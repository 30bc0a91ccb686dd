import { everySlotListener } from "../../fleet/listeners.js";
import { backupLines } from "../../fleet/server-lines.js";
import { inListener } from "../../moves/candidate.js";
import { counted } from "../../text/counted.js";
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
          message: `${active === 0 ? `without an active server in ${listener.name}` : `once ${active === 1 ? "the active server" : `the ${active} active servers`} of ${listener.name} ${active === 1 ? "is" : "are"} down`}, ${first?.server.name} alone takes the load; ${backups.length === 2 ? "1 more backup stays" : `${backups.length - 1} more backups stay`} idle`,
          why: `${counted(backups.length, "backup")}, no option allbackups: HAProxy uses the first one that is up`,
          candidates: [inListener({ listener, hosts }, { option: { allbackups: true } })],
          fix: "option allbackups: true",
          figures: { active, backups: backups.length },
        }),
      ];
    }),
});
