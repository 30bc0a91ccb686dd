import type { Fleet } from "../fleet/fleet.js";
import { simulatedModWsgi } from "../runtimes/mod_wsgi/simulated.js";
import { simulatedSlots } from "../runtimes/slots/simulated.js";
import type { SimulatedRuntime } from "../simulate/runtime.js";
import type { Simulated, SimulateOptions } from "../simulate/simulate.js";
import { simulate as simulateWith } from "../simulate/simulate.js";

/** What the built-in runtimes bring to simulations. */
export const simulatedRuntimes: readonly SimulatedRuntime[] = [simulatedModWsgi, simulatedSlots];

/**
 * Predicts what a storm does to a fleet, by simulating its HAProxy processes and the instances of its services event by
 * event. Fleets simulated with one seed are given the same requests.
 */
export const simulate = (fleet: Fleet, options: SimulateOptions = {}): Simulated =>
  simulateWith(fleet, options, simulatedRuntimes);
