import { claimants, demand, fittingMaxconn, slots } from "../../fleet/capacity.js";
import { endsOldProcess, longestRequest } from "../../fleet/reload.js";
import { lineMaxconn } from "../../fleet/server-lines.js";
import type { ServiceGroup } from "../../fleet/service-groups.js";
import { serviceGroups } from "../../fleet/service-groups.js";
import { supports } from "../../haproxy/dialect.js";
import { originOf } from "../../yaml/node.js";
import type { Verdict } from "../define.js";
import { defineRule, fault, pass } from "../define.js";

export const reloadOverlap = defineRule({
  slug: "capacity/reload-overlap",
  severity: "warning",
  title:
    "While a reload has two HAProxy processes side by side, an app server's slots hold both, or the time is bounded.",
  why: "The old process serves what it has taken and what waits in its queue; the new one counts maxconn from nothing. Together they send twice as much. hard-stop-after bounds how long that lasts: without it the old process stays until its last connection ends, and several reloads leave several of them.",
  how: "Sum of maxconn as for capacity/app-slots, counted twice for the proxies on which hard-stop-after is not set, plus one check in flight for each checked line (a stopping process sends none); compared with the slots.",
  fix: "Set hard-stop-after to the longest time that a request may take, or lower maxconn to half.",
  source: [
    "HAProxy management guide 4",
    "HAProxy configuration manual 3.1 hard-stop-after",
    "test/daemons/facts/reload.test.ts",
  ],
  run: (fleet) => serviceGroups(fleet).flatMap(judge),
});

const judge = (group: ServiceGroup): Verdict[] => {
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
  const fixes = [
    stops
      ? `hard-stop-after: ${longest === undefined ? "90s" : `${Math.ceil(longest / 1000)}s`} bounds the time${longest === undefined ? "" : ", and is as long as a request may take"}`
      : "",
    half > 0 ? `maxconn ${half} fits both processes` : "",
  ].filter((fix) => fix !== "");
  return [
    fault({
      subject,
      hosts,
      at: originOf(haproxy.node, "global", "hard-stop-after"),
      message: `during a reload old and new processes may send ${sample.name} ${both} requests at once; it has ${available} slots, and nothing bounds the time`,
      why: `${asked.sum} = ${asked.requests}, + ${old} of the old processes${asked.checks === 0 ? "" : `, + ${asked.checks} checks`} > ${available} slots, for as long as old requests last: hard-stop-after would end them`,
      fix: fixes.length === 0 ? "fewer proxies, or more slots" : fixes.join("; or "),
      figures: { demand: asked.requests, both, slots: available, checks: asked.checks },
    }),
  ];
};
