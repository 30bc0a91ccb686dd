import { balance, balanceHeader } from "../../fleet/balance.js";
import type { PlacedListener } from "../../fleet/listeners.js";
import { everyListener, mode } from "../../fleet/listeners.js";
import { hasHeader } from "../../fleet/request-headers.js";
import { activeLines } from "../../fleet/server-lines.js";
import type { Verdict } from "../define.js";
import { defineRule, fault, pass } from "../define.js";

export const balanceHeaderCheck = defineRule({
  slug: "haproxy/balance-header",
  severity: "warning",
  title: "A header that requests are balanced by is one that something sets.",
  why: "A request without the header is spread round robin, so the line only seems to pin requests. With it, equal values go to one server: a value that is in every request loads one server alone and gets 503 (sQ) while the others idle.",
  how: "balance hdr(x), where no raw line of the listener or of defaults sets x, forwardfor does not, and clients do not send it by themselves.",
  fix: "Write leastconn or roundrobin, which spread requests too; or set the header where requests come in.",
  source: [
    "HAProxy configuration manual 4.2 balance",
    "HAProxy configuration manual 4.2 option forwardfor",
    "test/daemons/facts/balance-by-header.test.ts",
  ],
  run: (fleet) => everyListener(fleet).flatMap(judge),
});

const judge = (placed: PlacedListener): Verdict[] => {
  const { listener, hosts } = placed;
  const { value, origin } = balance(placed);
  const header = balanceHeader(value);
  const active = activeLines(listener);
  if (header === undefined || mode(listener) !== "http" || active.length < 2) return [];
  if (hasHeader(placed, header)) return [pass];
  const [first] = active;
  const one = first?.settings.maxconn || undefined;
  return [
    fault({
      subject: listener.name,
      hosts,
      at: origin,
      message: `${listener.name} is balanced by the header ${header}, which nothing here sets: its requests are spread round robin`,
      why: `a client that sends ${header} itself is pinned to one of ${active.length} servers${one === undefined ? "" : `, ${one} requests at a time`}; the rest is balanced without it`,
      fix: "balance: leastconn, which evens out requests of unequal length; or roundrobin, as they are spread now",
      figures: { header, servers: active.length },
    }),
  ];
};
