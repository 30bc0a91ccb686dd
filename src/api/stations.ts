import { wsgiStation } from "../runtimes/mod_wsgi/world/station.js";
import { slotsStation } from "../runtimes/slots/station.js";
import type { StationKind } from "../simulate/world/station.js";

/** Those of the built-in runtimes, for threads: they read no fleet, and load nothing that does. */
export const stationKinds: readonly StationKind[] = [wsgiStation, slotsStation];
