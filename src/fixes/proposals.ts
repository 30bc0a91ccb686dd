import { isCheckTaking } from "../fleet/check-request.js";
import type { Fleet } from "../fleet/fleet.js";
import type { Candidate } from "../moves/candidate.js";
import { inListeners, movesOf } from "../moves/candidate.js";
import type { Finding } from "../rules/finding.js";
import { enoughTime, groupsOfFleet, longestRequest, seconds } from "../rules/slot-candidates.js";
import { Failure } from "../text/failure.js";
import type { Choice } from "../tune/choice.js";
import { movedService } from "../tune/moved-service.js";
import { queueChoices } from "../tune/queue.js";
import { moveAll } from "../tune/stages.js";
import { unitChoices } from "../tune/units.js";
import { settingsOf } from "./settings.js";
import type { Trying } from "./trial.js";

/**
 * What tune would write for each number of units that it would try, fewest first: alone, and with timeouts that leave
 * requests and checks the time that they take.
 */
export const proposalsFor = (
  fleet: Fleet,
  findings: readonly Finding[],
  { targets }: Trying,
): readonly (readonly string[])[] => {
  const terms = { targets, pins: [] };
  const service = movedService(fleet);
  const kept: Choice = { units: undefined, share: "traffic", queue: undefined };
  const moved = (units: Choice["units"]) => {
    const bare = moveAll(fleet, { ...kept, units }, terms);
    const [queue] = queueChoices(fleet, bare.fleet);
    return queue === undefined ? bare : moveAll(fleet, { ...kept, units, queue }, terms);
  };
  const asked = {
    fleet,
    rules: new Set(findings.map(({ rule }) => rule)),
    moved: (count: number | undefined) =>
      moved(
        count === undefined || service === undefined
          ? undefined
          : { service, setting: "", count, because: "", rule: undefined },
      ).fleet,
  };
  return [undefined, ...unitChoices(asked)].flatMap((units) => {
    try {
      const { moves, fleet: after } = moved(units);
      const longer = movesOf(after.node, patiently(after));
      return [settingsOf(moves), settingsOf([...moves, ...longer])];
    } catch (error) {
      // Values that the inventory does not take.
      if (error instanceof Failure) return [];
      throw error;
    }
  });
};

const patiently = (fleet: Fleet): Candidate => {
  const groups = groupsOfFleet(fleet);
  const checked = groups
    .flatMap(({ claims }) => claims)
    .filter((claim) => isCheckTaking(claim, claim.line, "slot"));
  return [
    ...enoughTime(fleet, groups),
    ...inListeners(checked, { timeout: { check: seconds(longestRequest(fleet)) } }),
  ];
};
