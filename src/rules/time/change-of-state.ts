import { worstStorm } from "../../fleet/capacity.js";
import type { Fleet, Storm } from "../../fleet/fleet.js";
import type { PlacedListener } from "../../fleet/listeners.js";
import { everySlotListener } from "../../fleet/listeners.js";
import type { LineGroup } from "../../fleet/server-lines.js";
import { lineGroups } from "../../fleet/server-lines.js";
import { bearableChange } from "../../fleet/timeouts.js";
import type { Milliseconds } from "../../text/units.js";
import type { Origin } from "../../yaml/place.js";
import type { Fault, Verdict } from "../define.js";
import { fault, lack, pass } from "../define.js";

/** What health checks need to see that a server is another than it was. */
export interface ChangeOfState {
  readonly takes: Milliseconds;
  readonly at: Origin;
  /** What is said of it where that is longer than `bearable`. */
  readonly late: (
    storm: Storm,
    bearable: Milliseconds,
  ) => Pick<Fault, "message" | "why" | "fix"> & { readonly figures: Readonly<Record<string, number>> };
}

/** Holds a change of every checked line against the largest storm: seen after it, it is seen too late. */
export const judgeChanges = (
  fleet: Fleet,
  changeOf: (placed: PlacedListener, group: LineGroup) => ChangeOfState,
): Verdict[] => {
  const storm = worstStorm(fleet);
  return everySlotListener(fleet).flatMap((placed) =>
    lineGroups(placed.listener)
      .filter(({ sample }) => sample.settings.check)
      .map((group): Verdict => {
        const { takes, at, late } = changeOf(placed, group);
        const common = { subject: placed.listener.name, hosts: placed.hosts, at };
        if (storm === undefined) return lack({ ...common, needs: "a storm under storms" });
        const bearable = bearableChange(storm);
        if (takes <= bearable) return pass;
        const { figures, ...words } = late(storm, bearable);
        return fault({ ...common, ...words, figures: { ...figures, over_ms: storm.over } });
      }),
  );
};
