import { proxyGroups } from "../../fleet/proxy-groups.js";
import { inHaproxy, inListener } from "../../moves/candidate.js";
import { originOf } from "../../yaml/node.js";
import type { RuleResult } from "../define.js";
import { defineRule, fault, lack, pass } from "../define.js";

export const frontendMaxconn = defineRule({
  slug: "haproxy/frontend-maxconn",
  severity: "warning",
  title: "A listener's maxconn is within the process's.",
  why: "Connections beyond the global maxconn are not accepted: they wait in the kernel's backlog, invisible to the listener's limit and statistics.",
  how: "maxconn of each listener (or defaults) compared with maxconn of the global section.",
  fix: "Raise the global maxconn above the sum of the listeners', or lower the listener's.",
  source: [
    "HAProxy configuration manual 3.2 maxconn",
    "HAProxy configuration manual 4.2 maxconn",
    "test/daemons/facts/frontend-maxconn-over-global.test.ts",
  ],
  run: (fleet) =>
    proxyGroups(fleet).flatMap(({ haproxy, hosts }) =>
      haproxy.frontends.flatMap((listener): RuleResult[] => {
        const own = listener.settings.maxconn;
        if (own === undefined) return [];
        const at = originOf(listener.node, "maxconn");
        const most = haproxy.global.maxconn;
        if (most === undefined)
          return [lack({ subject: listener.name, at, hosts, needs: "maxconn of the global section" })];
        if (own <= most) return [pass];
        return [
          fault({
            subject: listener.name,
            at,
            hosts,
            message: `${listener.name} takes ${own} connections; the process takes ${most} in all`,
            why: `maxconn ${own} > global maxconn ${most}: the listener's is never reached`,
            candidates: [
              inListener({ listener, hosts }, { maxconn: most }),
              inHaproxy({ hosts }, { global: { maxconn: own } }),
            ],
            fix: `maxconn ${most} fits; or raise the global maxconn to ${own}`,
            figures: { maxconn: own, global_maxconn: most },
          }),
        ];
      }),
    ),
});
