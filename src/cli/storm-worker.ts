import { parentPort } from "node:worker_threads";
import { stationKinds } from "../api/stations.js";
import { runOnce } from "../simulate/figures/ran.js";
import type { Plan } from "../simulate/plan/plan.js";

/** A run to be done; the plan comes with the first of its runs that this thread does. */
export interface RunOrder {
  readonly plan?: Plan;
  readonly seed: number;
  readonly run: number;
}

let plan: Plan | undefined;
parentPort?.on("message", (order: RunOrder) => {
  plan = order.plan ?? plan;
  if (plan === undefined) throw new Error("a run came before its plan");
  parentPort?.postMessage(runOnce({ plan, seed: order.seed, run: order.run }, stationKinds));
});
