import { slots } from "../../fleet/capacity.js";
import { checkAsked, checkHolds, isCheckTaking } from "../../fleet/check-request.js";
import type { Fleet } from "../../fleet/fleet.js";
import type { ServiceGroup } from "../../fleet/service-groups.js";
import { stormGroups, tierGroups } from "../../fleet/tier.js";
import { checkBound, detectionTime } from "../../fleet/timeouts.js";
import { inListeners } from "../../moves/candidate.js";
import { fittingLimit } from "../../storm/fit.js";
import { claimed, DOWN_SPEAKS, isSurelyDown, stormForecasts, worstBy } from "../../storm/storms.js";
import type { Front } from "../../storm/tier.js";
import { counted } from "../../text/counted.js";
import type { Milliseconds } from "../../text/units.js";
import { showSeconds } from "../../text/units.js";
import type { RuleResult } from "../define.js";
import { defineRule, fault, pass } from "../define.js";
import { noStorm } from "../no-storm.js";
import { busyOf, fewerAtOnce, moreSlots, seconds, slotsOf } from "../slot-candidates.js";

export const checkTimeout = defineRule({
  slug: "haproxy/check-timeout",
  severity: "error",
  title: "A health check outlasts the wait for a slot on a busy server.",
  why: "A check takes a slot like any request and waits behind those ahead of it. If it waits past its limit it fails; after `fall` failures a server that is merely busy is marked DOWN, and its share overloads the others.",
  how: "Each storm's requests as they come, over its time, through maxconn to the slots: what a check finds before it, compared with its limit, by default inter, and with how often it must fail in a row. Reported from one run in twenty on that marks a server DOWN; an error where more than one server line is.",
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
  // Those that wait for a slot, before others that wait for a worker or a place.
  const waiting = checked.filter((other) => isCheckTaking(other, other.line, "slot"));
  const tightest = (waiting.length > 0 ? waiting : checked).reduce(
    (least, other) =>
      checkBound(other.listener, other.line).value < checkBound(least.listener, least.line).value
        ? other
        : least,
    waiting[0] ?? claim,
  );
  const bound = checkBound(tightest.listener, tightest.line);
  const worst = worstBy(
    stormForecasts(fleet).flatMap(({ storm, tier, groups, forecast }) => {
      const at = groups.indexOf(group);
      const [own, typical] = [forecast.groups[at], forecast.typical.groups[at]];
      return own && typical
        ? [{ storm, forecast, tier, at, down: own.down, present: typical.present, wait: typical.wait }]
        : [];
    }),
    ({ down }) => down,
  );
  if (worst === undefined) return [noStorm(fleet, { subject, hosts, at: bound.origin })];
  const { storm, forecast, tier, at, down, present } = worst;
  if (down < DOWN_SPEAKS) return [pass];
  const { mean } = storm.service_time;
  const available = slots(service);
  const takes = worst.wait + (checkHolds(tightest.listener, checkAsked(tightest), tightest.line) ?? mean);
  const falls = detectionTime(tightest.listener, tightest.line);
  const fits = fittingLimit(
    tier,
    Math.min(takes, MOST_CHECK),
    withCheckLimit,
    ({ groups }) => (groups[at]?.down ?? 0) < DOWN_SPEAKS,
  );
  const actives = stormGroups(fleet, storm, "active");
  const sure = isSurelyDown(down, forecast);
  return [
    fault({
      subject,
      hosts,
      severity: sure ? "error" : "warning",
      at: bound.origin,
      message: `in ${storm.name} a health check of ${sample.name} takes up to ${showSeconds(takes)}; it fails after ${showSeconds(bound.value)}, and ${sure ? `within ${showSeconds(falls)} the server is DOWN` : "now and then the server is marked DOWN"}`,
      why: `${Math.round(present)} requests and checks at ${counted(available, "slot")}, ${showSeconds(mean)} each; ${bound.because}`,
      candidates: [
        ...fewerAtOnce(fleet, group),
        ...moreSlots(actives, Math.max(busyOf(storm) / slotsOf(actives), 1.1)),
        ...(fits === undefined ? [] : [inListeners(checked, { timeout: { check: seconds(fits) } })]),
      ],
      fix: `limit the requests (maxconn)${fits === undefined ? "" : `; or timeout check ${fits / 1000}s fits, which also delays the detection of a dead server`}`,
      figures: {
        takes_ms: Math.round(takes),
        limit_ms: bound.value,
        present: Math.round(present),
        slots: available,
        down_after_ms: falls,
      },
      claims: sure ? claimed(storm, { down }) : undefined,
    }),
  ];
};

/** A check that takes longer finds nothing soon enough. */
const MOST_CHECK = 60_000;

const withCheckLimit = (front: Front, limit: Milliseconds): Front => ({
  ...front,
  lines: front.lines.map((line) => (line.check ? { ...line, check: { ...line.check, limit } } : line)),
});
