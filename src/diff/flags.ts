import { balance, hashes } from "../fleet/balance.js";
import type { Fleet } from "../fleet/fleet.js";
import { everySlotListener } from "../fleet/listeners.js";
import { queues } from "../fleet/queue.js";
import { queueTimeout } from "../fleet/timeouts.js";
import { capacityOf } from "./consequences.js";

/** An error that users may get instead of a page, by its status and HAProxy's termination flags (manual 8.5). */
export interface FailedAnswer {
  readonly flags: "sQ" | "SQ" | "SC" | "sC" | "sH";
  readonly status: 503 | 504;
  readonly meaning: string;
}

const ANSWERS: Readonly<Record<FailedAnswer["flags"], Omit<FailedAnswer, "flags">>> = {
  sQ: { status: 503, meaning: "waited in the queue longer than timeout queue" },
  SQ: { status: 503, meaning: "found its server's queue full (maxqueue)" },
  SC: {
    status: 503,
    meaning:
      "found no server UP, or was refused: busy servers are marked DOWN when their health checks time out",
  },
  sC: { status: 503, meaning: "got no connection within timeout connect: the app server's backlog was full" },
  sH: { status: 504, meaning: "got no answer within timeout server" },
};

/** The errors that overload can cause with this configuration; what can't happen is as telling as what can. */
export const possibleAnswers = (fleet: Fleet): readonly FailedAnswer[] => {
  const listeners = everySlotListener(fleet);
  const { headroom } = capacityOf(fleet);
  const crowded = headroom === null || (headroom ?? 0) < 0;
  const can: Readonly<Record<FailedAnswer["flags"], boolean>> = {
    sQ: listeners.some((placed) => queues(placed) && queueTimeout(placed.listener).value !== null),
    SQ: listeners.some(
      (placed) =>
        hashes(balance(placed).value) && placed.listener.lines.some((line) => line.settings.maxqueue),
    ),
    SC: crowded && listeners.some(({ listener }) => listener.lines.some((line) => line.settings.check)),
    sC: crowded && listeners.some(({ listener }) => listener.settings.timeout.connect !== undefined),
    sH: listeners.some(({ listener }) => listener.settings.timeout.server !== undefined),
  };
  return (["sQ", "SQ", "SC", "sC", "sH"] as const)
    .filter((flags) => can[flags])
    .map((flags) => ({ flags, ...ANSWERS[flags] }));
};
