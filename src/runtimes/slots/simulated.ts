import type { SimulatedRuntime } from "../../simulate/runtime.js";
import { slotsStation } from "./station.js";

export const simulatedSlots: SimulatedRuntime = {
  outcomes: [],
  // No inventory has one yet.
  plan: () => undefined,
  station: slotsStation,
};
