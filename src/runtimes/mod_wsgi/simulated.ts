import type { Simulation } from "../../simulate/runtime.js";
import { DAEMON_OUTCOMES } from "./world/daemon-group.js";
import { planWsgi } from "./world/plan.js";
import { wsgiStation } from "./world/station.js";

export const simulatedWsgi: Simulation = { outcomes: DAEMON_OUTCOMES, plan: planWsgi, station: wsgiStation };
