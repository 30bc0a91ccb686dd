import { worstStormOn } from "../../fleet/capacity.js";
import type { Fleet } from "../../fleet/fleet.js";
import { fullconn } from "../../fleet/fullconn.js";
import { limitAt } from "../../fleet/limit-at.js";
import type { PlacedListener } from "../../fleet/listeners.js";
import { everyListener } from "../../fleet/listeners.js";
import type { LineGroup } from "../../fleet/server-lines.js";
import { lineGroups, lineOrigin, namesOf } from "../../fleet/server-lines.js";
import { stormShare } from "../../fleet/storm-share.js";
import { inListener } from "../../moves/candidate.js";
import { counted } from "../../text/counted.js";
import { showPercent } from "../../text/units.js";
import type { RuleResult } from "../define.js";
import { defineRule, fault, lack, pass } from "../define.js";
import { noStorm } from "../no-storm.js";

export const fullconnCheck = defineRule({
  slug: "haproxy/fullconn",
  severity: "warning",
  title: "A server with minconn reaches its maxconn in the largest storm.",
  why: "With minconn the limit follows the listener's load and reaches maxconn at fullconn connections. fullconn defaults to a tenth of the listener's maxconn, which is sized for connections, not requests: the limit stays low, and requests queue while slots are free.",
  how: "For the proxy with the largest share: max(minconn, requests x maxconn / fullconn) with all requests of the largest storm at once, compared with maxconn. Before 1.5 the default is no ramp.",
  fix: "Set fullconn to the storm's requests on one proxy or fewer; or remove minconn.",
  source: [
    "HAProxy configuration manual 4.2 fullconn",
    "HAProxy configuration manual 5.2 minconn",
    "test/daemons/facts/minconn.test.ts",
  ],
  run: (fleet) =>
    everyListener(fleet).flatMap((placed) =>
      lineGroups(placed.listener).flatMap((group) => judge(fleet, placed, group)),
    ),
});

const judge = (fleet: Fleet, placed: PlacedListener, group: LineGroup): RuleResult[] => {
  const { listener, hosts, proxies } = placed;
  const line = group.sample;
  const { minconn, maxconn } = line.settings;
  if (!minconn || !maxconn || minconn >= maxconn) return [];
  const full = fullconn(placed);
  const common = { subject: listener.name, hosts, at: lineOrigin({ listener, line }, "minconn") };
  const storm = worstStormOn(fleet, listener);
  if (storm === undefined) return [noStorm(fleet, common)];
  if (full.value === null) return [lack({ ...common, needs: "fullconn, or maxconn of the global section" })];
  const largest = proxies.reduce((most, other) => (other.traffic > most.traffic ? other : most));
  const requests = Math.round(storm.requests * stormShare(storm, largest, listener));
  const limit = limitAt(requests, full.value, { minconn, maxconn });
  if (limit >= maxconn) return [pass];
  return [
    fault({
      ...common,
      at: full.because === "set" ? full.origin : common.at,
      message: `in ${storm.name} ${largest.name} sends ${namesOf(group)} at most ${counted(limit, "request")} at once, never maxconn ${maxconn}`,
      why: `${counted(storm.requests, "request")} x ${showPercent(stormShare(storm, largest, listener))} = ${requests} < fullconn ${full.value} (${full.because}): ${requests} x ${maxconn} / ${full.value}, and minconn ${minconn} at least`,
      candidates: [
        ...(requests > 0 ? [inListener(placed, { fullconn: requests })] : []),
        inListener(placed, { server: { minconn: null } }),
      ],
      fix: `fullconn ${requests} reaches maxconn; or remove minconn`,
      figures: { limit, maxconn, minconn, fullconn: full.value, requests },
    }),
  ];
};
