import { slots } from "../../fleet/capacity.js";
import type { Fleet } from "../../fleet/fleet.js";
import type { ServiceGroup } from "../../fleet/service-groups.js";
import { stormGroups, tierGroups } from "../../fleet/tier.js";
import { along, onServers } from "../../moves/candidate.js";
import { claimed, ERROR_FROM, isSure, SPEAKS, stormForecasts, worstBy } from "../../storm/storms.js";
import { counted } from "../../text/counted.js";
import type { RuleResult } from "../define.js";
import { defineRule, fault, pass } from "../define.js";
import { noStorm } from "../no-storm.js";
import { fewerAtOnce, moreSlots } from "../slot-candidates.js";

export const serverRoom = defineRule({
  slug: "capacity/server-room",
  severity: "warning",
  title: "An app server has a place for every request that a storm sends to it.",
  why: "What finds no slot waits in the queues of the app server: of its web server, and of what has the slots. Where those are full, a SYN is sent again after 1 s, 3 s, 7 s until timeout connect, or the web server answers 503 by itself.",
  how: "Each storm's requests as they come, over its time: the most that are at one app server, compared with its slots and the queues before them (backlog, capped by net.core.somaxconn). Reported from one request in a thousand on; an error from one in two hundred.",
  fix: "Limit the requests with maxconn, so that they wait in HAProxy; or lengthen the backlogs.",
  source: ["listen(2)", "tcp(7) tcp_syn_retries", "test/daemons/facts/backlog.test.ts"],
  run: (fleet) => tierGroups(fleet, "active").flatMap((group) => judge(fleet, group)),
});

const judge = (fleet: Fleet, group: ServiceGroup): RuleResult[] => {
  const { sample, hosts, service, subject } = group;
  const stages = service.runtime.stages(sample);
  const last = stages.at(-1);
  const at = last?.listen.at ?? service.runtime.units.at;
  const worst = worstBy(
    stormForecasts(fleet).flatMap(({ storm, groups, forecast }) => {
      const number = groups.indexOf(group);
      const [own, typical] = [forecast.groups[number], forecast.typical.groups[number]];
      return own && typical ? [{ storm, forecast, share: own.backlog, present: typical.present }] : [];
    }),
    ({ share }) => share,
  );
  if (worst === undefined) return [noStorm(fleet, { subject, hosts, at })];
  const { storm, forecast, share } = worst;
  if (share < SPEAKS) return [pass];
  const lost = Math.max(Math.round(share * storm.requests), 1);
  const present = Math.round(worst.present);
  const available = slots(service);
  const sure = isSure(share, forecast);
  const queues = stages.map(
    ({ listen }) =>
      `${Math.min(listen.backlog, sample.limits.somaxconn.value)} in the queue of ${listen.what}`,
  );
  return [
    fault({
      subject,
      hosts,
      severity: share >= ERROR_FROM ? "error" : "warning",
      at,
      message: `in ${storm.name} ${sure ? "about" : "up to"} ${counted(lost, "request")} ${lost === 1 ? "finds" : "find"} no place on ${sample.name} and ${lost === 1 ? "fails" : "fail"}`,
      why: `up to ${counted(present, "request")} at once, ${counted(available, "slot")}${queues.length === 0 ? "" : `, ${queues.join(", ")}`}`,
      candidates: [
        ...fewerAtOnce(fleet, group),
        ...(last?.listen.keys === undefined
          ? []
          : [
              onServers(group, {
                ...along(last.listen.keys, present),
                kernel: { "net.core.somaxconn": Math.max(present, sample.limits.somaxconn.value) },
              }),
            ]),
        ...moreSlots(stormGroups(fleet, storm, "active"), 1.1),
      ],
      fix: "maxconn on the server lines, with a timeout queue for the wait; or a longer backlog",
      figures: { present, slots: available, lost },
      claims: sure ? claimed(storm, { failed: share }) : undefined,
    }),
  ];
};
