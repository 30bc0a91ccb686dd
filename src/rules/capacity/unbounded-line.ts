import { balance } from "../../fleet/balance.js";
import type { PlacedListener } from "../../fleet/listeners.js";
import { everyListener } from "../../fleet/listeners.js";
import { lineGroups, lineOrigin, namesOf } from "../../fleet/server-lines.js";
import { inListener } from "../../moves/candidate.js";
import type { RuleResult } from "../define.js";
import { defineRule, fault, pass } from "../define.js";

export const unboundedLine = defineRule({
  slug: "capacity/unbounded-line",
  severity: "warning",
  title: "If some server lines of a listener have a maxconn, all have one.",
  why: "A server without maxconn is never full. Once the others are, nothing queues: that server gets all the remaining requests at once, however many.",
  how: "Active server lines with and without maxconn (0 is without) side by side, under balance roundrobin, static-rr or leastconn, which skip a full server. Lines of weight 0 are not counted.",
  fix: "Give the line a maxconn within its slots.",
  source: [
    "HAProxy configuration manual 5.2 maxconn",
    "measured on 2.6.12: of 45 requests at once, two servers with maxconn 3 take 3 each and the third takes 39",
  ],
  run: (fleet) => everyListener(fleet).flatMap(judge),
});

const PASSES_OVER_FULL = new Set(["roundrobin", "static-rr", "leastconn"]);

const judge = (placed: PlacedListener): RuleResult[] => {
  const { listener, hosts } = placed;
  const algorithm = balance(placed).value;
  if (!PASSES_OVER_FULL.has(algorithm)) return [];
  const active = lineGroups(listener).filter(
    ({ sample }) => sample.role === "active" && sample.settings.weight !== 0,
  );
  const bounded = active.filter(({ sample }) => sample.settings.maxconn);
  const [tightest] = bounded;
  if (tightest === undefined) return [];
  const open = active.filter(({ sample }) => !sample.settings.maxconn);
  if (open.length === 0) return [pass];
  const places = bounded.reduce((sum, { sample, count }) => sum + count * (sample.settings.maxconn ?? 0), 0);
  const most = tightest.sample.settings.maxconn ?? 0;
  return open.map((group) =>
    fault({
      subject: listener.name,
      hosts,
      at: lineOrigin({ listener, line: group.sample }, "maxconn"),
      message: `${namesOf(group)} of ${listener.name} ${group.count === 1 ? "has" : "have"} no maxconn: once the others are full with ${places} requests, all the rest goes there`,
      why: `balance ${algorithm} skips servers at their maxconn; a server without one is never full, so nothing queues`,
      candidates: [
        listener.lines
          .filter(({ settings }) => JSON.stringify(settings) === JSON.stringify(group.sample.settings))
          .flatMap(({ server }) => inListener(placed, { servers: { [server.name]: { maxconn: most } } })),
        inListener(placed, { server: { maxconn: most } }),
      ],
      fix: `maxconn ${most} is what ${namesOf(tightest)} ${tightest.count === 1 ? "has" : "have"}`,
      figures: { bounded: places, balance: algorithm },
    }),
  );
};
