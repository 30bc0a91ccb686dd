import { balance, balanceHeader } from "../../fleet/balance.js";
import type { PlacedListener } from "../../fleet/listeners.js";
import { everyListener, mode } from "../../fleet/listeners.js";
import { hasHeader } from "../../fleet/request-headers.js";
import { activeLines } from "../../fleet/server-lines.js";
import { inListener } from "../../moves/candidate.js";
import { counted } from "../../text/counted.js";
import type { RuleResult } from "../define.js";
import { defineRule, fault, pass } from "../define.js";

export const balanceHeaderCheck = defineRule({
  slug: "haproxy/balance-header",
  severity: "warning",
  title: "If balance uses a header, something sets that header.",
  why: "Requests without the header are spread round robin, so the line only seems to pin them. With it, equal values go to one server: a value that every request carries overloads one server and ends in 503 (sQ) while the others are idle.",
  how: "balance hdr(x) when no raw line of the listener or of defaults sets x, option forwardfor does not, and it is no header that clients usually send.",
  fix: "Use leastconn or roundrobin, or set the header where requests come in.",
  source: [
    "HAProxy configuration manual 4.2 balance",
    "HAProxy configuration manual 4.2 option forwardfor",
    "test/daemons/facts/balance-by-header.test.ts",
  ],
  run: (fleet) => everyListener(fleet).flatMap(judge),
});

const judge = (placed: PlacedListener): RuleResult[] => {
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
      message: `${listener.name} balances on header ${header}, which nothing here sets: its requests are spread round robin`,
      why: `a client that sends ${header} itself is pinned to one of ${counted(active.length, "server")}${one === undefined ? "" : `, ${counted(one, "request")} at a time`}; all other requests go round robin`,
      candidates: [
        inListener(placed, { balance: "leastconn" }),
        inListener(placed, { balance: "roundrobin" }),
      ],
      fix: "balance: leastconn, which evens out long and short requests; or roundrobin, the effective algorithm today",
      figures: { header, servers: active.length },
    }),
  ];
};
