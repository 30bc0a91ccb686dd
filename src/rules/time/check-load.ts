import { claimants, slots, worstStorm } from "../../fleet/capacity.js";
import { checkRequest } from "../../fleet/check-request.js";
import type { Fleet } from "../../fleet/fleet.js";
import { lineOrigin } from "../../fleet/server-lines.js";
import type { ServiceGroup } from "../../fleet/service-groups.js";
import { serviceGroups } from "../../fleet/service-groups.js";
import { inter } from "../../fleet/timeouts.js";
import { showPercent, showSeconds } from "../../text/units.js";
import type { RuleResult } from "../define.js";
import { defineRule, fault, lack, pass } from "../define.js";

/** Share of the slots that checks may keep busy on average before they are a load of their own. */
const TOLERABLE = 0.05;

export const checkLoad = defineRule({
  slug: "time/check-load",
  severity: "warning",
  title: "Health checks keep no more than a twentieth of an app server's slots busy.",
  why: "Every proxy checks every server, once per listener, and an HTTP check takes a slot like any request. With many proxies or a short inter the checks are a load that no maxconn limits.",
  how: "Sum over proxies (x nbproc) and checked lines of 1 / inter, times the mean service time of the largest storm, over the slots. TCP checks are left out.",
  fix: "Raise inter, or check a path that holds a slot only briefly.",
  source: ["HAProxy configuration manual 5.2 inter", "test/daemons/facts/checks-pass-maxconn-by.test.ts"],
  run: (fleet) => serviceGroups(fleet).flatMap((group) => judge(fleet, group)),
});

const judge = (fleet: Fleet, { sample, hosts, service, subject, claims }: ServiceGroup): RuleResult[] => {
  const checking = claims.filter(({ line, listener }) => line.settings.check && checkRequest(listener));
  const [claim] = checking;
  if (claim === undefined) return [];
  const at = lineOrigin(claim, "inter");
  const storm = worstStorm(fleet);
  if (storm === undefined) return [lack({ subject, hosts, at, needs: "a storm under storms" })];
  const { mean } = storm.service_time;
  const available = slots(service);
  const perSecond = checking.reduce(
    (sum, other) => sum + (claimants(other) * 1000) / inter(other.line).value,
    0,
  );
  const busy = (perSecond * mean) / 1000;
  if (busy <= available * TOLERABLE) return [pass];
  const processes = checking.reduce((sum, other) => sum + claimants(other), 0);
  return [
    fault({
      subject,
      hosts,
      at,
      message: `${perSecond.toFixed(1)} health checks a second keep ${busy.toFixed(1)} of ${available} slots of ${sample.name} busy, ${showPercent(busy / available)}`,
      why: `${processes} checks every ${showSeconds(inter(claim.line).value)} take ${showSeconds(mean)} each, as requests of ${storm.name} do`,
      fix: `inter ${Math.ceil((processes * mean) / (TOLERABLE * available) / 1000)}s fits; or check a cheaper path`,
      figures: {
        checks_per_second: Number(perSecond.toFixed(2)),
        busy: Number(busy.toFixed(2)),
        slots: available,
      },
    }),
  ];
};
