import { balance } from "../../fleet/balance.js";
import type { PlacedListener } from "../../fleet/listeners.js";
import { everySlotListener, mode } from "../../fleet/listeners.js";
import { activeLines } from "../../fleet/server-lines.js";
import { inListener } from "../../moves/candidate.js";
import type { RuleResult } from "../define.js";
import { defineRule, fault, lack, pass } from "../define.js";

export const balanceUri = defineRule({
  slug: "haproxy/balance-uri",
  severity: "warning",
  title: "A listener that balances on the URI has at least as many URIs as servers.",
  why: "balance uri hashes the path without the query string. If a service has only one or two paths, all its requests go to one or two servers.",
  how: "balance uri on a listener that takes slots: the number of URLs of the site compared with its active servers.",
  fix: "Balance by leastconn or roundrobin; or by a parameter that varies between requests (url_param).",
  source: ["HAProxy configuration manual 4.2 balance"],
  run: (fleet) => everySlotListener(fleet).flatMap(judge),
});

const judge = (placed: PlacedListener): RuleResult[] => {
  const { listener, hosts } = placed;
  const { value, origin } = balance(placed);
  const active = activeLines(listener);
  const [first] = active;
  if (value !== "uri" || mode(listener) !== "http" || first === undefined || active.length < 2) return [];
  const known = first.service?.runtime.urls;
  if (known === undefined) return [];
  if ("lacks" in known) return [lack({ subject: listener.name, hosts, at: origin, needs: known.lacks })];
  const urls = known.slots.length;
  if (urls >= active.length) return [pass];
  return [
    fault({
      subject: listener.name,
      hosts,
      at: origin,
      message: `${listener.name} balances on the URI; the service has ${urls === 1 ? "one" : urls}, so at most ${urls} of ${active.length} servers ${urls === 1 ? "serves" : "serve"}`,
      why: `the hash covers ${known.slots.join(", ")} without the query string: equal paths go to one server`,
      candidates: [
        inListener(placed, { balance: "leastconn" }),
        inListener(placed, { balance: "roundrobin" }),
      ],
      fix: "balance: leastconn, or roundrobin",
      figures: { urls, servers: active.length },
    }),
  ];
};
