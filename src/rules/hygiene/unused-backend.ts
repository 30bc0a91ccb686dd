import { everyListener, frontendsTo } from "../../fleet/listeners.js";
import { along, inHaproxy } from "../../moves/candidate.js";
import type { RuleResult } from "../define.js";
import { defineRule, fault, pass } from "../define.js";

export const unusedBackend = defineRule({
  slug: "hygiene/unused-backend",
  severity: "warning",
  title: "Every backend with servers is led to by a frontend.",
  why: "No request reaches a backend that no frontend leads to. Its servers are checked all the same, and whoever reads the configuration takes it for a part of the way.",
  how: "Backends with servers that no use_backend and no default_backend of a frontend names, raw lines included. A backend without servers may hold a stick-table for others.",
  fix: "Name it in use_backend or default_backend of a frontend, or take it out.",
  source: ["HAProxy configuration manual 4.2 use_backend", "test/daemons/facts/unused-backend.test.ts"],
  run: (fleet) =>
    everyListener(fleet).flatMap(({ haproxy, listener, hosts }): RuleResult[] => {
      if (listener.path[0] !== "backends" || listener.lines.length === 0) return [];
      if (frontendsTo(haproxy, listener).length > 0) return [pass];
      const checked = listener.lines.filter(({ settings }) => settings.check).length;
      return [
        fault({
          subject: listener.name,
          hosts,
          at: listener.node.origin,
          message: `no frontend leads to ${listener.name}: its ${listener.lines.length === 1 ? "server gets" : `${listener.lines.length} servers get`} no request`,
          why: `${haproxy.frontends.length === 1 ? "the one frontend names" : `none of the ${haproxy.frontends.length} frontends names`} it in use_backend or default_backend${checked === 0 ? "" : `; ${checked === 1 ? "one server is" : `${checked} servers are`} checked all the same`}`,
          candidates: [inHaproxy({ hosts }, along(listener.path, null))],
          fix: `use_backend or default_backend ${listener.name} in a frontend, or take it out`,
          figures: { servers: listener.lines.length, checked },
        }),
      ];
    }),
});
