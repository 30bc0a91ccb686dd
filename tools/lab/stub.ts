import type { Storm } from "../../src/fleet/fleet.js";
import type { ApacheWorkersPlan } from "../../src/simulate/world/apache-workers.js";
import { startDaemon } from "./daemon.js";
import type { Target } from "./load.js";
import type { Scope } from "./scope.js";

const PROGRAM = "tools/lab/stub_server.py";

/** Starts an app server that is slots behind a backlog and nothing more: as many as Apache would have workers. */
export const startStub = async (
  scope: Scope,
  target: Target,
  { workers, backlog }: ApacheWorkersPlan,
  { mean, distribution }: Storm["service_time"],
): Promise<void> => {
  if (distribution === "recorded")
    throw new Error("the stub draws its checks' times, and knows no recordings");
  // Linux takes one connection more than listen() asks for, and the plan counts it.
  const figures = [workers, backlog - 1, mean / 1000].map(String);
  const at = [target.host, String(target.port)];
  await startDaemon(scope, ["python3", PROGRAM, ...at, ...figures, distribution], target);
};
