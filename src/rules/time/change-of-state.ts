import { worstStormOn } from "../../fleet/capacity.js";
import type { Fleet, Storm } from "../../fleet/fleet.js";
import type { PlacedListener } from "../../fleet/listeners.js";
import { everySlotListener } from "../../fleet/listeners.js";
import type { LineGroup } from "../../fleet/server-lines.js";
import { lineGroups } from "../../fleet/server-lines.js";
import { tolerableChange } from "../../fleet/timeouts.js";
import type { Milliseconds } from "../../text/units.js";
import type { Origin } from "../../yaml/place.js";
import type { Fault, RuleResult } from "../define.js";
import { fault, pass } from "../define.js";
import { noStorm } from "../no-storm.js";

/** What health checks need to see that a server is another than it was. */
export interface ChangeOfState {
  readonly takes: Milliseconds;
  readonly at: Origin;
  /** What is reported if that is longer than `tolerable`. */
  readonly late: (
    storm: Storm,
    tolerable: Milliseconds,
  ) => Pick<Fault, "message" | "why" | "fix" | "candidates"> & {
    readonly figures: Readonly<Record<string, number>>;
  };
}

/** Compares how long each checked line takes to change state with the largest storm: after it is too late. */
export const judgeChanges = (
  fleet: Fleet,
  changeOf: (placed: PlacedListener, group: LineGroup) => ChangeOfState,
): RuleResult[] => {
  return everySlotListener(fleet).flatMap((placed) =>
    lineGroups(placed.listener)
      .filter(({ sample }) => sample.settings.check)
      .map((group): RuleResult => {
        const { takes, at, late } = changeOf(placed, group);
        const common = { subject: placed.listener.name, hosts: placed.hosts, at };
        const storm = worstStormOn(fleet, placed.listener);
        if (storm === undefined) return noStorm(fleet, common);
        const tolerable = tolerableChange(storm);
        if (takes <= tolerable) return pass;
        const { figures, ...words } = late(storm, tolerable);
        return fault({ ...common, ...words, figures: { ...figures, over_ms: storm.over } });
      }),
  );
};
