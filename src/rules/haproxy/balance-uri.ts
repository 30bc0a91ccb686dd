import { balance } from "../../fleet/balance.js";
import type { PlacedListener } from "../../fleet/listeners.js";
import { everySlotListener, mode } from "../../fleet/listeners.js";
import { activeLines } from "../../fleet/server-lines.js";
import type { Verdict } from "../define.js";
import { defineRule, fault, lack, pass } from "../define.js";

export const balanceUri = defineRule({
  slug: "haproxy/balance-uri",
  severity: "warning",
  title: "A listener that is balanced by URI has more URIs than servers.",
  why: "balance uri hashes the path and leaves out what follows the question mark. A service that answers all of its requests under one or two paths sends them all to one or two servers.",
  how: "balance uri on a listener that takes slots: the number of URLs of the site compared with its active servers.",
  fix: "Balance by leastconn or roundrobin; or by a parameter that differs between requests (url_param).",
  source: ["HAProxy configuration manual 4.2 balance"],
  run: (fleet) => everySlotListener(fleet).flatMap(judge),
});

const judge = (placed: PlacedListener): Verdict[] => {
  const { listener, hosts } = placed;
  const { value, origin } = balance(placed);
  const active = activeLines(listener);
  const [first] = active;
  if (value !== "uri" || mode(listener) !== "http" || first === undefined || active.length < 2) return [];
  const known = first.server.service?.runtime.urls;
  if (known === undefined) return [];
  if ("lacks" in known) return [lack({ subject: listener.name, hosts, at: origin, needs: known.lacks })];
  const urls = known.slots.length;
  if (urls >= active.length) return [pass];
  return [
    fault({
      subject: listener.name,
      hosts,
      at: origin,
      message: `${listener.name} is balanced by URI; the service has ${urls === 1 ? "one" : urls}, so at most ${urls} of ${active.length} servers ${urls === 1 ? "serves" : "serve"}`,
      why: `hashed are ${known.slots.join(", ")}, without the query: equal paths go to one server`,
      fix: "balance: leastconn, or roundrobin",
      figures: { urls, servers: active.length },
    }),
  ];
};
