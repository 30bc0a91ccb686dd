import { claimants, demand, fittingMaxconn, slots } from "../../fleet/capacity.js";
import { endsOldProcess, hardStopFix, longestRequest } from "../../fleet/reload.js";
import { lineMaxconn, lineOrigin } from "../../fleet/server-lines.js";
import type { ServiceGroup } from "../../fleet/service-groups.js";
import { serviceGroups } from "../../fleet/service-groups.js";
import { supports } from "../../haproxy/dialect.js";
import { formatVersion } from "../../haproxy/version.js";
import { inHaproxy, inListeners } from "../../moves/candidate.js";
import { counted } from "../../text/counted.js";
import type { Milliseconds } from "../../text/units.js";
import { originOf } from "../../yaml/node.js";
import type { RuleResult } from "../define.js";
import { defineRule, fault, pass } from "../define.js";
import { seconds } from "../slot-candidates.js";

/** Where no timeout says how long a request may take. */
const USUAL: Milliseconds = 90_000;

export const reloadOverlap = defineRule({
  slug: "capacity/reload-overlap",
  severity: "warning",
  title:
    "During a reload the slots suffice for the old and the new HAProxy process, or the overlap is short.",
  why: "The old process serves what it has accepted and queued; the new one counts maxconn from zero. Together they may send twice as much. hard-stop-after limits how long: without it the old process stays until its last connection ends, and several reloads leave several old processes.",
  how: "Sum of maxconn as for capacity/app-slots, counted twice for proxies without hard-stop-after, plus one check in flight per checked line (a stopping process sends none); compared with the slots.",
  fix: "Set hard-stop-after (HAProxy 1.7.4 and later) to the longest time that a request may take, or halve maxconn.",
  source: [
    "HAProxy management guide 4",
    "HAProxy configuration manual 3.1 hard-stop-after",
    "test/daemons/facts/reload.test.ts",
  ],
  run: (fleet) => serviceGroups(fleet).flatMap(judge),
});

const judge = (group: ServiceGroup): RuleResult[] => {
  const { sample, hosts, service, subject, claims } = group;
  const asked = demand(group);
  if (claims.length === 0 || asked.requests === null) return [];
  const unending = claims.filter(({ haproxy }) => !endsOldProcess(haproxy));
  const [first] = unending;
  const old = unending.reduce((sum, claim) => sum + claimants(claim) * (lineMaxconn(claim) ?? 0), 0);
  const available = slots(service);
  const both = asked.requests + old;
  if (first === undefined || both + asked.checks <= available) return [pass];
  const { haproxy } = first;
  const longest = longestRequest(haproxy)?.total;
  const half = fittingMaxconn(group, Math.floor((available + asked.checks) / 2));
  const stops = supports(haproxy.version, "hard-stop-after");
  const stop = hardStopFix(haproxy.version, longest ?? USUAL);
  const fixes = [
    stop === undefined
      ? ""
      : `${stop} limits the overlap${longest === undefined ? "" : " to the longest time a request may take"}`,
    half > 0 ? `maxconn ${half} fits both processes` : "",
  ].filter((fix) => fix !== "");
  return [
    fault({
      subject,
      hosts,
      at: stops ? originOf(haproxy.node, "global", "hard-stop-after") : lineOrigin(first, "maxconn"),
      message: `during a reload the old and new processes may send ${sample.name} ${counted(both, "request")} at once; it has ${counted(available, "slot")}, and nothing limits how long that lasts`,
      why: `${asked.sum} = ${asked.requests}, + ${old} from the old processes${asked.checks === 0 ? "" : `, + ${counted(asked.checks, "check")}`} > ${counted(available, "slot")}, until the old requests end: ${stops ? "hard-stop-after is not set" : `HAProxy ${formatVersion(haproxy.version)} has no hard-stop-after`}`,
      candidates: [
        ...(stops
          ? [
              unending.flatMap((claim) =>
                inHaproxy(claim, { global: { "hard-stop-after": seconds(longest ?? USUAL) } }),
              ),
            ]
          : []),
        ...(half > 0 ? [inListeners(claims, { server: { maxconn: half, minconn: null } })] : []),
      ],
      fix: fixes.length === 0 ? "fewer proxies, or more slots" : fixes.join("; or "),
      figures: { demand: asked.requests, both, slots: available, checks: asked.checks },
    }),
  ];
};
