import type { StationPlanner } from "./plan/plan-instance.js";
import type { StationKind } from "./world/station.js";

/** What a runtime brings to simulations: how its instances are read off a fleet, and how they serve. */
export interface SimulatedRuntime extends StationPlanner {
  readonly station: StationKind;
}
