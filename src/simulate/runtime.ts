import type { PlannedRuntime, StationPlanner } from "./plan/plan-instance.js";
import type { StationKind } from "./world/station.js";

/** What simulations ask of a runtime. */
export interface SimulatedRuntime extends PlannedRuntime {
  /** Without it, no storm is simulated on its services. */
  readonly simulated?: Simulation;
}

/** How its instances are read off a fleet, and how they serve. */
export interface Simulation extends StationPlanner {
  readonly station: StationKind;
}

export const stationsOf = (runtimes: readonly SimulatedRuntime[]): readonly StationKind[] =>
  runtimes.flatMap(({ simulated }) => simulated?.station ?? []);
