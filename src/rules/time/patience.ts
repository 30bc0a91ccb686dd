import type { Fleet, Storm } from "../../fleet/fleet.js";
import { patience } from "../../fleet/queue.js";
import { stormGroups } from "../../fleet/tier.js";
import type { StormForecast } from "../../storm/storms.js";
import { claimed, inItsTime, isSure, SPEAKS, stormForecasts } from "../../storm/storms.js";
import { waitForSlot } from "../../storm/what-if.js";
import { counted } from "../../text/counted.js";
import { showSeconds } from "../../text/units.js";
import { originOf } from "../../yaml/node.js";
import type { RuleResult } from "../define.js";
import { defineRule, fault, lack, pass } from "../define.js";
import { moreSlots } from "../slot-candidates.js";

export const patienceCheck = defineRule({
  slug: "time/patience",
  severity: "warning",
  title: "Clients have their answer before they give up.",
  why: "A client that has gone sees a failure, whatever the servers do with its request; and many ask again, on top of what is queued.",
  how: "Each storm's requests as they come, over its time, through maxconn to the slots: the wait for a slot compared with the clients' patience (patience, or every). Reported from one request in a thousand on.",
  fix: "Add slots, or shorten the time that requests hold them; timeouts only decide who tells the client.",
  source: ["HAProxy configuration manual 4.2 option abortonclose", "HAProxy configuration manual 8.5 C"],
  run: (fleet) => [
    ...fleet.storms.filter((storm) => patience(storm) === undefined && comes(fleet, storm)).map(lacking),
    ...stormForecasts(fleet).flatMap((known) => judge(fleet, known)),
  ],
});

const comes = (fleet: Fleet, { name }: Storm): boolean =>
  stormForecasts(fleet).some(({ storm }) => storm.name === name);

const lacking = ({ name, node }: Storm): RuleResult =>
  lack({ subject: name, at: node.origin, needs: `patience of ${name}` });

const judge = (fleet: Fleet, known: StormForecast): RuleResult[] => {
  const { storm, forecast, tier } = known;
  const tolerates = patience(storm);
  if (tolerates === undefined) return [];
  const at = originOf(storm.node, storm.patience === undefined ? "every" : "patience");
  const share = forecast.lost.gone;
  if (share < SPEAKS) return [pass];
  const wait = waitForSlot(tier);
  const [group] = known.groups;
  const of = storm.part < 1 && group !== undefined ? ` of ${group.service.name}` : "";
  const gone = Math.max(Math.round(share * storm.requests), 1);
  const sure = isSure(share, forecast);
  const slots = tier.groups.reduce((sum, group) => sum + group.count * group.slots, 0);
  return [
    fault({
      subject: storm.name,
      at,
      message: `in ${storm.name} ${sure ? "about" : "up to"} ${gone === 1 ? "one client gives up" : `${gone} clients give up`} after ${showSeconds(tolerates)}: one may wait ${showSeconds(wait)} for a slot${of}`,
      why: `${storm.requests} requests ${inItsTime(storm)}, ${showSeconds(storm.service_time.mean)} each, on ${counted(slots, "slot")}`,
      candidates: moreSlots(
        stormGroups(fleet, storm, "active"),
        (storm.requests * storm.service_time.mean) / (storm.over + tolerates) / slots,
      ),
      fix: `${Math.ceil((storm.requests * storm.service_time.mean) / (storm.over + tolerates))} slots serve it within ${showSeconds(tolerates)}`,
      figures: { gone, wait_ms: Math.round(wait), patience_ms: tolerates, slots },
      claims: sure ? claimed(storm, { failed: share }) : undefined,
    }),
  ];
};
