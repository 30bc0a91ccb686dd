import type { SimulatedRuntime } from "../../simulate/runtime.js";
import { DAEMON_OUTCOMES } from "./world/daemon-group.js";
import { planModWsgi } from "./world/plan.js";
import { modWsgiStation } from "./world/station.js";

export const simulatedModWsgi: SimulatedRuntime = {
  outcomes: DAEMON_OUTCOMES,
  plan: planModWsgi,
  station: modWsgiStation,
};
