import type { Fleet } from "../fleet/fleet.js";
import type { Move } from "../moves/move.js";
import type { Finding } from "../rules/finding.js";
import { Failure } from "../text/failure.js";
import type { Choice } from "../tune/choice.js";
import { queueChoices } from "../tune/queue.js";
import { moveAll } from "../tune/stages.js";
import { unitChoices } from "../tune/units.js";
import type { Trying } from "./trial.js";

/** What tune would write for each number of units that it would try, fewest first. */
export const proposalsFor = (
  fleet: Fleet,
  findings: readonly Finding[],
  { targets }: Trying,
): readonly (readonly Move[])[] => {
  const terms = { targets, pins: [] };
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
      moved(count === undefined ? undefined : { setting: "", count, because: "", rule: undefined }).fleet,
  };
  return [undefined, ...unitChoices(asked)].flatMap((units) => {
    try {
      return [moved(units).moves];
    } catch (error) {
      // Values that the inventory does not take.
      if (error instanceof Failure) return [];
      throw error;
    }
  });
};
