import { slots, worstStorm } from "../../fleet/capacity.js";
import { presentIn, waitAt } from "../../fleet/concurrency.js";
import type { Fleet } from "../../fleet/fleet.js";
import type { ServiceGroup } from "../../fleet/service-groups.js";
import { tierGroups } from "../../fleet/tier.js";
import { checkBound, detectionTime } from "../../fleet/timeouts.js";
import { showSeconds } from "../../text/units.js";
import type { RuleResult } from "../define.js";
import { defineRule, fault, lack, pass } from "../define.js";

export const checkTimeout = defineRule({
  slug: "haproxy/check-timeout",
  severity: "error",
  title: "A health check outlasts the wait for a slot on a busy server.",
  why: "A check takes a slot like any request and waits behind those ahead of it. If it waits past its limit it fails; after `fall` failures a server that is merely busy is marked DOWN, and its share overloads the others.",
  how: "With all requests of the largest storm at once: requests beyond the slots of an active server (at most what maxconn lets through) / slots x mean service time, plus the check's own time; compared with the check's limit, by default inter.",
  fix: "Limit the requests with maxconn, so that checks find a slot; or give checks more time (inter, timeout check).",
  source: [
    "HAProxy configuration manual 4.2 timeout check",
    "HAProxy configuration manual 5.2 inter",
    "test/daemons/facts/check-timeout.test.ts",
  ],
  run: (fleet) => tierGroups(fleet, "active").flatMap((group) => judge(fleet, group)),
});

const judge = (fleet: Fleet, group: ServiceGroup): RuleResult[] => {
  const { sample, hosts, service, subject, claims } = group;
  const checked = claims.filter((claim) => claim.line.settings.check);
  const [claim] = checked;
  if (claim === undefined) return [];
  const tightest = checked.reduce(
    (least, other) =>
      checkBound(other.listener, other.line).value < checkBound(least.listener, least.line).value
        ? other
        : least,
    claim,
  );
  const bound = checkBound(tightest.listener, tightest.line);
  const storm = worstStorm(fleet);
  if (storm === undefined) return [lack({ subject, hosts, at: bound.origin, needs: "a storm under storms" })];

  const { mean } = storm.service_time;
  const available = slots(service);
  const present = presentIn(storm, group);
  const wait = waitAt(storm, group) + mean;
  if (wait <= bound.value) return [pass];
  const falls = detectionTime(tightest.listener, tightest.line);
  return [
    fault({
      subject,
      hosts,
      at: bound.origin,
      message: `in ${storm.name} a health check of ${sample.name} takes ${showSeconds(wait)}; it fails after ${showSeconds(bound.value)}, and within ${showSeconds(falls)} the server is DOWN`,
      why: `${Math.round(present)} requests and checks at ${available} slots, ${showSeconds(mean)} each; ${bound.because}`,
      fix: `limit the requests (maxconn); or timeout check ${Math.ceil(wait / 1000)}s, which also delays the detection of a dead server`,
      figures: {
        wait_ms: Math.round(wait),
        limit_ms: bound.value,
        present: Math.round(present),
        slots: available,
        down_after_ms: falls,
      },
    }),
  ];
};
