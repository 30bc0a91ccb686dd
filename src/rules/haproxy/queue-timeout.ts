import type { Fleet, Proxy } from "../../fleet/fleet.js";
import type { PlacedListener } from "../../fleet/listeners.js";
import { everySlotListener } from "../../fleet/listeners.js";
import { parallelOf } from "../../fleet/queue.js";
import { activeLines, lineOrigin } from "../../fleet/server-lines.js";
import { serviceGroups } from "../../fleet/service-groups.js";
import { stormShare } from "../../fleet/storm-share.js";
import { stormGroups } from "../../fleet/tier.js";
import { queueTimeout } from "../../fleet/timeouts.js";
import { inListener } from "../../moves/candidate.js";
import { fittingLimit } from "../../storm/fit.js";
import { flow } from "../../storm/flow.js";
import {
  claimed,
  ERROR_FROM,
  inItsTime,
  isSure,
  SPEAKS,
  stormForecasts,
  worstBy,
} from "../../storm/storms.js";
import { patient } from "../../storm/what-if.js";
import { counted } from "../../text/counted.js";
import { showPercent, showSeconds } from "../../text/units.js";
import type { RuleResult } from "../define.js";
import { defineRule, fault, pass } from "../define.js";
import { noStorm } from "../no-storm.js";
import { busyOf, fewerAtOnce, groupsOfStorm, moreSlots, seconds, slotsOf } from "../slot-candidates.js";

export const queueTimeoutCheck = defineRule({
  slug: "haproxy/queue-timeout",
  severity: "error",
  title: "timeout queue covers the wait that a storm causes.",
  why: "timeout queue defaults to timeout connect. maxconn with a timeout connect of 5 s turns every longer wait into a 503 (flags sQ): in the lab, maxconn without the timeout lost 61 % of a storm, three times what it lost without the patch.",
  how: "Each storm's requests as they come, over its time: those beyond maxconn of the server lines wait, and each wait is compared with timeout queue or its default. Reported from one request in a thousand on; an error from one in two hundred on.",
  fix: "Set timeout queue to more than the longest wait, and within the clients' patience.",
  source: [
    "HAProxy configuration manual 4.2 timeout queue",
    "HAProxy configuration manual 8.5 sQ",
    "test/daemons/facts/queue-timeout.test.ts",
  ],
  run: (fleet) => everySlotListener(fleet).flatMap((placed) => judge(fleet, placed)),
});

const judge = (fleet: Fleet, placed: PlacedListener): RuleResult[] => {
  const { listener, hosts } = placed;
  const queue = queueTimeout(listener);
  const active = activeLines(listener);
  const [first] = active;
  const effective = queue.value === null ? "without limit" : `${showSeconds(queue.value)} (${queue.because})`;
  const common = { subject: listener.name, hosts };
  if (first === undefined) return [];
  if (parallelOf(placed) === null) {
    return [
      fault({
        ...common,
        severity: "warning",
        at: lineOrigin({ listener, line: first }, "maxconn"),
        message: `${listener.name} has no maxconn, so nothing queues in HAProxy: requests wait in the app servers, invisible to HAProxy; with a maxconn, they may wait ${effective}`,
        why: `without maxconn a full app server looks like a slow one; with maxconn alone, a wait past ${effective} becomes a 503 (sQ)`,
        candidates: serviceGroups(fleet)
          .filter(({ claims }) => claims.some((claim) => claim.listener === listener))
          .slice(0, 1)
          .flatMap((group) => fewerAtOnce(fleet, group)),
        fix: "set maxconn on the server lines and timeout queue together",
        figures: { timeout_queue_ms: queue.value ?? "none" },
      }),
    ];
  }
  const worst = worstBy(queuesOf(fleet, placed), ({ share }) => share);
  if (worst === undefined) return [noStorm(fleet, { ...common, at: queue.origin })];
  const { storm, forecast, tier, own, share, proxy, requests, wait, parallel } = worst;
  if (queue.value === null || share < SPEAKS) return [pass];
  const lost = Math.max(Math.round(share * storm.requests), 1);
  const fits = fittingLimit(
    tier,
    wait,
    (front, queueTimeout) => ({ ...front, queueTimeout }),
    ({ fronts }) => own.reduce((sum, at) => sum + (fronts[at] ?? 0), 0) < SPEAKS,
  );
  const actives = stormGroups(fleet, storm, "active");
  const sure = isSure(share, forecast);
  return [
    fault({
      ...common,
      severity: share >= ERROR_FROM ? "error" : "warning",
      at: queue.origin,
      message: `in ${storm.name} a request may wait ${showSeconds(wait)} on ${proxy.name}; it times out after ${showSeconds(queue.value)} (timeout queue, ${queue.because}): ${sure ? "about" : "up to"} ${lost} ${lost === 1 ? "gets" : "get"} 503`,
      why: `${storm.requests} requests x ${showPercent(stormShare(storm, proxy, listener))} = ${requests} ${inItsTime(storm)}, ${parallel} at a time (${counted(active.length, "server")}), ${showSeconds(storm.service_time.mean)} each; past the limit: 503 (sQ)`,
      candidates: [
        ...(fits === undefined ? [] : [inListener(placed, { timeout: { queue: seconds(fits) } })]),
        ...moreSlots(actives, Math.max(busyOf(storm) / slotsOf(actives), 1.1)),
        ...moreSlots(groupsOfStorm(fleet, storm), 1.25),
      ],
      fix:
        fits === undefined
          ? "add slots: no timeout queue is long enough"
          : `timeout queue ${fits / 1000}s fits${queue.because === "set" ? "" : "; set it explicitly, so that timeout connect can stay short"}`,
      figures: {
        timeout_queue_ms: queue.value,
        wait_ms: Math.round(wait),
        requests,
        at_a_time: parallel,
        lost,
      },
      claims: sure ? claimed(storm, { failed: share }) : undefined,
    }),
  ];
};

/** What each storm makes of the queues of one listener: the longest wait is that where nobody gives up. */
const queuesOf = (fleet: Fleet, { listener, haproxy }: PlacedListener) =>
  stormForecasts(fleet).flatMap(({ storm, tier, fronts, forecast }) => {
    const own = fronts.flatMap(({ placed, proxies }, at) =>
      placed.listener === listener && placed.haproxy === haproxy ? [{ at, proxies }] : [],
    );
    const [first] = own;
    if (first === undefined) return [];
    const share = own.reduce((sum, { at }) => sum + (forecast.fronts[at] ?? 0), 0);
    const largest = own.reduce((most, other) => (trafficOf(other) > trafficOf(most) ? other : most), first);
    const [proxy] = largest.proxies;
    if (proxy === undefined) return [];
    const wait = share < SPEAKS ? 0 : (flow(patient(tier), 1).fronts[largest.at]?.wait ?? 0);
    const lines = tier.fronts[largest.at]?.lines ?? [];
    return [
      {
        storm,
        forecast,
        tier,
        own: own.map(({ at }) => at),
        share,
        proxy,
        wait,
        requests: Math.round(storm.requests * stormShare(storm, proxy, listener)),
        parallel: lines.reduce((sum, { servers, maxconn }) => sum + servers * maxconn, 0),
      },
    ];
  });

const trafficOf = ({ proxies }: { readonly proxies: readonly Proxy[] }): number => proxies[0]?.traffic ?? 0;
