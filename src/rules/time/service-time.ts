import type { Fleet } from "../../fleet/fleet.js";
import type { ServiceGroup } from "../../fleet/service-groups.js";
import { limitFor, shareOver } from "../../fleet/service-time.js";
import { comesThrough } from "../../fleet/storm-share.js";
import { stormGroups, tierGroups } from "../../fleet/tier.js";
import { along, inListeners, inService } from "../../moves/candidate.js";
import { fittingIn, fittingLimit } from "../../storm/fit.js";
import type { Forecast } from "../../storm/forecast.js";
import { claimed, isSure, SPEAKS, stormForecasts, worstBy } from "../../storm/storms.js";
import type { StormTier } from "../../storm/tier.js";
import type { Milliseconds } from "../../text/units.js";
import { showPercent, showSeconds } from "../../text/units.js";
import { originOf } from "../../yaml/node.js";
import type { Origin } from "../../yaml/place.js";
import type { RuleResult } from "../define.js";
import { defineRule, fault, pass } from "../define.js";
import { noStorm } from "../no-storm.js";
import { eachWith, enoughTime, fewerAtOnce, moreSlots, seconds } from "../slot-candidates.js";

export const serviceTime = defineRule({
  slug: "time/service-time",
  severity: "warning",
  title: "timeout server covers the wait for a slot and the service time.",
  why: "timeout server starts when the request is sent. If maxconn exceeds the slots, requests wait inside the app server, invisible to HAProxy, and that wait counts too: those that run out of time get 504 (sH), and their slot stays busy.",
  how: "Each storm's requests as they come, over its time, through maxconn to the slots: what is left of timeout server, or of what the app server waits for its own slots, once a request has waited for a slot, compared with the service time's distribution. Reported from one request in a thousand on.",
  fix: "Raise timeout server, or limit the requests with maxconn.",
  source: ["HAProxy configuration manual 4.2 timeout server", "HAProxy configuration manual 8.5 sH"],
  run: (fleet) => tierGroups(fleet, "active").flatMap((group) => judge(fleet, group)),
});

const judge = (fleet: Fleet, group: ServiceGroup): RuleResult[] => {
  const { sample, hosts, subject } = group;
  const [first] = limitsOf(group, group.claims);
  if (first === undefined) return [];
  const worst = worstBy(
    stormForecasts(fleet).flatMap(({ storm, tier, groups, forecast }) => {
      const number = groups.indexOf(group);
      const [own, typical] = [forecast.groups[number], forecast.typical.groups[number]];
      return own && typical ? [{ storm, forecast, tier, number, share: own.server, wait: typical.wait }] : [];
    }),
    ({ share }) => share,
  );
  if (worst === undefined) return [noStorm(fleet, { subject, hosts, at: first.at })];
  const { storm, forecast, tier, number, share, wait } = worst;
  if (share < SPEAKS) return [pass];
  const limits = limitsOf(
    group,
    group.claims.filter((claim) => comesThrough(storm, claim)),
  );
  const {
    value: limit,
    setting,
    of,
    at,
    isProxys,
    path,
  } = limits.reduce((least, other) => (other.value < least.value ? other : least), limits[0] ?? first);
  const { mean } = storm.service_time;
  const lost = Math.max(Math.round(share * storm.requests), 1);
  const tail = shareOver(limit - wait, storm);
  const from = wait + limitFor(SPEAKS, storm);
  const passes = ({ groups }: Forecast): boolean => (groups[number]?.server ?? 0) < SPEAKS;
  const fits = isProxys
    ? fittingLimit(tier, from, (front, serverTimeout) => ({ ...front, serverTimeout }), passes)
    : fittingIn(from, (answerWithin) => withAnswer(tier, number, answerWithin), passes);
  const sure = isSure(share, forecast);
  return [
    fault({
      subject,
      hosts,
      at,
      message: `in ${storm.name} ${sure ? "about" : "up to"} ${lost} ${lost === 1 ? "request exceeds" : "requests exceed"} ${setting} ${showSeconds(limit)}${of} and ${lost === 1 ? "gets" : "get"} 504`,
      why: `${wait > 0 ? `${showSeconds(wait)} of it may pass while one waits for a slot of ${sample.name}; ` : ""}${showPercent(tail)} of the requests take longer than ${showSeconds(Math.max(limit - wait, 0))}, at a mean of ${showSeconds(mean)}`,
      candidates: [
        ...(fits === undefined
          ? []
          : [
              isProxys
                ? inListeners(group.claims, { timeout: { server: seconds(fits) } })
                : inService(group, along(path, seconds(fits))),
            ]),
        ...[0, wait * 1.25, wait * 2, wait * 4].map((longer) => enoughTime(fleet, [group], longer)),
        ...eachWith(wait > 0 ? fewerAtOnce(fleet, group) : [], enoughTime(fleet, [group])),
        ...eachWith(
          moreSlots(stormGroups(fleet, storm, "active"), 1.1),
          enoughTime(fleet, stormGroups(fleet, storm, "active")),
        ),
      ],
      fix: [
        fits === undefined ? "" : `${setting} ${fits / 1000}s fits`,
        wait > 0 ? "limit the requests with maxconn" : "",
        fits === undefined && wait === 0 ? "add slots" : "",
      ]
        .filter((one) => one !== "")
        .join("; or "),
      figures: {
        limit_ms: limit,
        wait_ms: Math.round(wait),
        mean_ms: mean,
        lost,
      },
      claims: sure ? claimed(storm, { failed: share }) : undefined,
    }),
  ];
};

interface Limit {
  readonly value: Milliseconds;
  readonly setting: string;
  readonly of: string;
  readonly isProxys: boolean;
  /** The keys that lead to it below the service, where it is the app server's. */
  readonly path: readonly string[];
  readonly at: Origin;
}

/** What ends a request at the app server: the listeners that send to it, and its own. */
const limitsOf = ({ sample, service }: ServiceGroup, claims: ServiceGroup["claims"]): readonly Limit[] => [
  ...claims.flatMap(({ listener }) => {
    const { server } = listener.settings.timeout;
    return server
      ? [
          {
            value: server,
            setting: "timeout server",
            of: ` of ${listener.name}`,
            isProxys: true,
            path: [],
            at: originOf(listener.node, "timeout", "server"),
          },
        ]
      : [];
  }),
  ...service.runtime.endings(sample).map(({ setting, path = [], after }) => ({
    value: after.value,
    setting,
    of: "",
    isProxys: false,
    path,
    at: after.origin,
  })),
];
const withAnswer = (tier: StormTier, number: number, answerWithin: Milliseconds): StormTier => ({
  ...tier,
  groups: tier.groups.map((group, at) => (at === number ? { ...group, answerWithin } : group)),
});
