import { claimants, slots, worstStormAt } from "../../fleet/capacity.js";
import { checkAsked, checkHolds, isCheckTaking } from "../../fleet/check-request.js";
import type { Fleet, Storm } from "../../fleet/fleet.js";
import type { Claim } from "../../fleet/host-groups.js";
import { lineOrigin } from "../../fleet/server-lines.js";
import type { ServiceGroup } from "../../fleet/service-groups.js";
import { serviceGroups } from "../../fleet/service-groups.js";
import { inter } from "../../fleet/timeouts.js";
import { inListeners } from "../../moves/candidate.js";
import { counted } from "../../text/counted.js";
import type { Milliseconds } from "../../text/units.js";
import { showPercent, showSeconds } from "../../text/units.js";
import type { RuleResult } from "../define.js";
import { defineRule, fault, lack, pass } from "../define.js";
import { moreSlots } from "../slot-candidates.js";

/** Share of the slots that checks may keep busy on average before they are a load of their own. */
const TOLERABLE = 0.05;

export const checkLoad = defineRule({
  slug: "time/check-load",
  severity: "warning",
  title: "Health checks keep no more than a twentieth of an app server's slots busy.",
  why: "Every proxy checks every server, once per listener, and an HTTP check takes a slot like any request. With many proxies or a short inter the checks are a load that no maxconn limits.",
  how: "Sum over proxies (x nbproc) and checked lines of 1 / inter, times the listener's check_takes, over the slots. Where that is not set: the mean service time of the largest storm, if the check asks for one of the URLs of the site itself, else 20 ms. TCP checks, and checks of what the web server answers by itself, are left out.",
  fix: "Raise inter; or check a path that holds a slot only briefly, and say so with check_takes.",
  source: ["HAProxy configuration manual 5.2 inter", "test/daemons/facts/checks-pass-maxconn-by.test.ts"],
  run: (fleet) => serviceGroups(fleet).flatMap((group) => judge(fleet, group)),
});

/** The checks of one listener, by one kind of proxy. */
interface Checking {
  readonly claim: Claim;
  readonly processes: number;
  readonly each: Milliseconds;
}

const judge = (fleet: Fleet, group: ServiceGroup): RuleResult[] => {
  const { sample, hosts, service, subject, claims } = group;
  const taking = claims.filter((claim) => isCheckTaking(claim, claim.line, "slot"));
  const [first] = taking;
  if (first === undefined) return [];
  const at = lineOrigin(first, "inter");
  const storm = worstStormAt(fleet, group);
  const checking = taking.flatMap((claim): Checking[] => {
    const each = checkHolds(claim.listener, checkAsked(claim), claim.line) ?? storm?.service_time.mean;
    return each === undefined ? [] : [{ claim, processes: claimants(claim), each }];
  });
  if (checking.length < taking.length)
    return [lack({ subject, hosts, at, needs: "a storm under storms, or check_takes of the listener" })];
  const available = slots(service);
  const perSecond = checking.reduce(
    (sum, { claim, processes }) => sum + (processes * 1000) / inter(claim.line).value,
    0,
  );
  const busy = checking.reduce(
    (sum, { claim, processes, each }) => sum + (processes * each) / inter(claim.line).value,
    0,
  );
  if (busy <= available * TOLERABLE) return [pass];
  const processes = checking.reduce((sum, other) => sum + other.processes, 0);
  const work = checking.reduce((sum, other) => sum + other.processes * other.each, 0);
  const fits = `${Math.ceil(work / (TOLERABLE * available) / 1000)}s`;
  return [
    fault({
      subject,
      hosts,
      at,
      message: `${perSecond.toFixed(1)} health checks a second keep ${busy.toFixed(1)} of ${counted(available, "slot")} of ${sample.name} busy, ${showPercent(busy / available)}`,
      why: `${counted(processes, "check")} every ${showSeconds(inter(first.line).value)}, ${showSeconds(work / processes)} each${reasonOf(first, storm)}`,
      candidates: [
        inListeners(taking, { server: { inter: fits } }),
        inListeners(taking, { server: { inter: fits, fall: 2 } }),
        inListeners(taking, { server: { inter: fits, fall: 1, rise: 1 } }),
        ...moreSlots([group], (busy / available / TOLERABLE) * 1.01),
      ],
      fix: `inter ${fits} fits; or check a cheaper path${cheaper(available, checking)}`,
      figures: {
        checks_per_second: Number(perSecond.toFixed(2)),
        busy: Number(busy.toFixed(2)),
        slots: available,
      },
    }),
  ];
};

const reasonOf = (claim: Claim, storm: Storm | undefined): string => {
  if (claim.listener.settings.check_takes !== undefined) return " (check_takes)";
  return checkHolds(claim.listener, checkAsked(claim), claim.line) === undefined
    ? `, as requests of ${storm?.name} do, which they ask the same of`
    : ", which is assumed as check_takes is not set";
};

/** What a check may take on every line. */
const cheaper = (available: number, checking: readonly Checking[]): string => {
  const perMillisecond = checking.reduce(
    (sum, { claim, processes }) => sum + processes / inter(claim.line).value,
    0,
  );
  const fits = Math.floor((TOLERABLE * available) / perMillisecond);
  return fits < 1 ? "" : `: check_takes ${fits}ms fits`;
};
