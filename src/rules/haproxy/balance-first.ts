import { balance } from "../../fleet/balance.js";
import { everyListener } from "../../fleet/listeners.js";
import { activeLines, lineOrigin } from "../../fleet/server-lines.js";
import { inListener } from "../../moves/candidate.js";
import type { RuleResult } from "../define.js";
import { defineRule, fault, pass } from "../define.js";

export const balanceFirst = defineRule({
  slug: "haproxy/balance-first",
  severity: "error",
  title: "With balance first, every server has a maxconn.",
  why: "balance first fills a server up to its maxconn before it takes the next. A server without one is never full: it gets everything, and those after it nothing.",
  how: "balance first on a listener with several active servers, one of which but the last has no maxconn.",
  fix: "Set maxconn on the server lines, or balance by leastconn or roundrobin.",
  source: ["HAProxy configuration manual 4.2 balance", "test/daemons/facts/balance-first.test.ts"],
  run: (fleet) =>
    everyListener(fleet).flatMap((placed): RuleResult[] => {
      const { listener, hosts } = placed;
      const active = activeLines(listener);
      if (balance(placed).value !== "first" || active.length < 2) return [];
      const index = active.findIndex(({ settings }) => !settings.maxconn);
      const line = active[index];
      const idle = active.length - 1 - index;
      if (line === undefined || idle === 0) return [pass];
      return [
        fault({
          subject: listener.name,
          hosts,
          at: lineOrigin({ listener, line }, "maxconn"),
          message: `${listener.name} fills its servers in order, and ${line.server.name} has no maxconn: ${idle} ${idle === 1 ? "server gets" : "servers get"} nothing`,
          why: `balance first moves on to the next server at maxconn, and ${line.server.name} has none`,
          candidates: [inListener(placed, { balance: "leastconn" })],
          fix: "set maxconn on every server line; or balance: leastconn",
          figures: { servers: active.length, idle },
        }),
      ];
    }),
});
