import { stormDemand, worstStormOn } from "../../fleet/capacity.js";
import { checkAsked } from "../../fleet/check-request.js";
import type { Fleet, Storm } from "../../fleet/fleet.js";
import type { PlacedListener } from "../../fleet/listeners.js";
import { everyListener, mode, says } from "../../fleet/listeners.js";
import type { LineGroup } from "../../fleet/server-lines.js";
import { activeLines, lineGroups, lineMaxconn, lineOrigin } from "../../fleet/server-lines.js";
import { takesSlots } from "../../fleet/service.js";
import { serviceGroups } from "../../fleet/service-groups.js";
import {
  checkBound,
  detectionTime,
  failureTime,
  fall,
  fittingInter,
  inter,
  tolerableChange,
} from "../../fleet/timeouts.js";
import { inListener } from "../../moves/candidate.js";
import { counted } from "../../text/counted.js";
import type { Milliseconds, Share } from "../../text/units.js";
import { showPercent, showSeconds } from "../../text/units.js";
import type { RuleResult } from "../define.js";
import { defineRule, fault, pass } from "../define.js";
import { seconds } from "../slot-candidates.js";

/** As much as all requests of this time may hang before it is spoken of: four servers checked as HAProxy does by default. */
const TOLERABLE: Milliseconds = 3_000;

export const hungShare = defineRule({
  slug: "time/hung-share",
  severity: "info",
  title: "A server that hangs gets few requests before it is marked DOWN.",
  why: "Until checks have failed often enough a hung server keeps its share of the requests, and each of them ends in 504 (sH): redispatch and retries save those that are refused or get no connection, not those that get no answer. maxconn on the server line bounds how many can hang there; the others go on to the next server.",
  how: "HTTP listeners with two or more active servers, checked by HTTP, without maxconn on the server line: the server's share of the weights times inter + C + (fall - 1) x (inter or fastinter + C), C being the longest time of one check; compared with 3 s, all requests of which would then fail. Left out where retry-on tries again what gets no answer, and where time/detection warns.",
  fix: "Set maxconn on the server lines; or shorten inter, fastinter or fall.",
  source: [
    "HAProxy configuration manual 4.2 option redispatch, retry-on",
    "HAProxy configuration manual 5.2 inter, fall, maxconn",
    "test/daemons/facts/detection-time.test.ts",
    "test/daemons/facts/until-detected.test.ts",
  ],
  run: (fleet) => everyListener(fleet).flatMap((placed) => judge(fleet, placed)),
});

const judge = (fleet: Fleet, placed: PlacedListener): RuleResult[] => {
  const { listener, hosts } = placed;
  if (mode(listener) !== "http" || checkAsked(placed) === undefined || retriesSilence(placed)) return [];
  if (activeLines(listener).length < 2) return [];
  const checked = lineGroups(listener).filter(
    ({ sample: { role, settings } }) => role === "active" && settings.check,
  );
  const [first, ...rest] = checked
    .filter(({ sample }) => lineMaxconn({ line: sample }) === null)
    .map((group) => hangingOf(placed, group));
  if (first === undefined) return checked.length === 0 ? [] : [pass];
  const worst = rest.reduce(
    (most, other) => (other.share * other.takes > most.share * most.takes ? other : most),
    first,
  );
  const { group, share, takes } = worst;
  const storm = takesSlots(listener) ? worstStormOn(fleet, listener) : undefined;
  if (storm !== undefined && takes > tolerableChange(storm)) return [];
  if (share * takes <= TOLERABLE) return [pass];
  const line = group.sample;
  const { server: silence } = listener.settings.timeout;
  const lost = storm && lostOf(fleet, storm, { ...worst, listener });
  const fits = fittingInter(listener, line, TOLERABLE / share);
  const fails = fall(line);
  return [
    fault({
      subject: listener.name,
      hosts,
      at: lineOrigin({ listener, line }, "maxconn"),
      message: `if ${line.server.name} hangs, ${showPercent(share)} of the requests of ${listener.name} go to it for up to ${showSeconds(takes)} and ${silence ? `get 504 after ${showSeconds(silence)}` : "are never answered"}${lost === undefined ? "" : `: about ${counted(lost, "request")} of ${storm?.name}`}`,
      why: `${showSeconds(inter(line).value)} to the next check, ${counted(fails, "check")} of up to ${showSeconds(checkBound(listener, line).value)}; no maxconn bounds what may hang there, and no retry saves it; one that answers errors is DOWN within ${showSeconds(failureTime(line))}`,
      candidates: fits === undefined ? [] : [inListener(placed, { server: { inter: seconds(fits) } })],
      fix: `maxconn on the server lines${fits === undefined ? "" : `; or inter ${fits / 1000}s with fall ${fails} fits`}`,
      figures: {
        share: Number(share.toPrecision(3)),
        detection_ms: takes,
        ...(lost === undefined ? {} : { lost }),
      },
    }),
  ];
};

interface Hanging {
  readonly group: LineGroup;
  readonly share: Share;
  readonly takes: Milliseconds;
}

const hangingOf = ({ listener }: PlacedListener, group: LineGroup): Hanging => {
  const weightOf = (weight = 1): number => weight;
  const all = activeLines(listener).reduce((sum, { settings }) => sum + weightOf(settings.weight), 0);
  return {
    group,
    share: all === 0 ? 0 : weightOf(group.sample.settings.weight) / all,
    takes: detectionTime(listener, group.sample),
  };
};

/** How many of a storm's requests reach the server until then, through that listener; undefined where none do. */
const lostOf = (
  fleet: Fleet,
  storm: Storm,
  { listener, group, takes }: Hanging & Pick<PlacedListener, "listener">,
): number | undefined => {
  const { name } = group.sample.server;
  const own = serviceGroups(fleet).find(({ hosts }) => hosts.includes(name));
  if (own === undefined) return undefined;
  const claims = own.claims.filter((claim) => claim.listener === listener);
  const part = storm.over === 0 ? 1 : Math.min(takes / storm.over, 1);
  return Math.round(stormDemand(storm, { ...own, claims }) * part) || undefined;
};

/** Manual 4.2 retry-on: what tries again where no answer comes. */
const retriesSilence = (placed: PlacedListener): boolean =>
  says(placed, /^\s*retry-on\s.*\b(?:response-timeout|all-retryable-errors)\b/);
