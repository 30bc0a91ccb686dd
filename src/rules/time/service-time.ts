import { stormDemand, worstStorm } from "../../fleet/capacity.js";
import { waitAt } from "../../fleet/concurrency.js";
import type { Fleet } from "../../fleet/fleet.js";
import type { ServiceGroup } from "../../fleet/service-groups.js";
import { limitFor, shareOver } from "../../fleet/service-time.js";
import { tierGroups } from "../../fleet/tier.js";
import { showPercent, showSeconds } from "../../text/units.js";
import { originOf } from "../../yaml/node.js";
import type { RuleResult } from "../define.js";
import { defineRule, fault, lack, pass } from "../define.js";

export const serviceTime = defineRule({
  slug: "time/service-time",
  severity: "warning",
  title: "timeout server covers the wait for a slot and the service time.",
  why: "timeout server starts when the request is sent. If maxconn exceeds the slots, requests wait inside the app server, invisible to HAProxy, and that wait counts too: those that run out of time get 504 (sH), and their slot stays busy.",
  how: "With all requests of the largest storm at once: requests beyond the slots of an active server (at most what maxconn lets through) / slots x mean service time; what is left of timeout server compared with the service time's distribution. Reported if at least one request of the storm is expected to exceed it.",
  fix: "Raise timeout server, or limit the requests with maxconn.",
  source: ["HAProxy configuration manual 4.2 timeout server", "HAProxy configuration manual 8.5 sH"],
  run: (fleet) => tierGroups(fleet, "active").flatMap((group) => judge(fleet, group)),
});

const judge = (fleet: Fleet, group: ServiceGroup): RuleResult[] => {
  const { sample, hosts, subject, claims } = group;
  const timed = claims.flatMap(({ listener }) => {
    const { server } = listener.settings.timeout;
    return server ? [{ listener, server }] : [];
  });
  const [first, ...rest] = timed;
  if (first === undefined) return [];
  const { listener, server } = rest.reduce(
    (least, other) => (other.server < least.server ? other : least),
    first,
  );
  const at = originOf(listener.node, "timeout", "server");
  const storm = worstStorm(fleet);
  if (storm === undefined) return [lack({ subject, hosts, at, needs: "a storm under storms" })];

  const { mean } = storm.service_time;
  const comes = stormDemand(storm, group);
  const wait = waitAt(storm, group);
  const over = shareOver(server - wait, storm);
  const lost = comes * over * hosts.length;
  if (lost < 1) return [pass];
  const fits = Math.ceil((wait + limitFor(1 / Math.max(comes * hosts.length, 1), storm)) / 1000);
  return [
    fault({
      subject,
      hosts,
      at,
      message: `in ${storm.name} about ${Math.round(lost)} requests exceed timeout server ${showSeconds(server)} of ${listener.name} and get 504`,
      why: `${wait > 0 ? `${showSeconds(wait)} of it pass in the backlog of ${sample.name}; ` : ""}${showPercent(over)} of the requests take longer than ${showSeconds(Math.max(server - wait, 0))}, at a mean of ${showSeconds(mean)}`,
      fix: `timeout server ${fits}s fits${wait > 0 ? "; or limit the requests with maxconn" : ""}`,
      figures: {
        timeout_server_ms: server,
        wait_ms: Math.round(wait),
        mean_ms: mean,
        lost: Math.round(lost),
      },
    }),
  ];
};
