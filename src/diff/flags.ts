import { balance, hashes } from "../fleet/balance.js";
import { checksTaking, demand, slots } from "../fleet/capacity.js";
import { isCheckTaking } from "../fleet/check-request.js";
import type { Fleet } from "../fleet/fleet.js";
import { everySlotListener } from "../fleet/listeners.js";
import { sharedGroups, workersTaken } from "../fleet/neighbours.js";
import { queues } from "../fleet/queue.js";
import type { ServiceGroup } from "../fleet/service-groups.js";
import { serviceGroups } from "../fleet/service-groups.js";
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
  const full = overflows(fleet);
  const can: Readonly<Record<FailedAnswer["flags"], boolean>> = {
    sQ: listeners.some((placed) => queues(placed) && queueTimeout(placed.listener).value !== null),
    SQ: listeners.some(
      (placed) =>
        hashes(balance(placed).value) && placed.listener.lines.some((line) => line.settings.maxqueue),
    ),
    // A check that takes a slot waits behind the requests; one that only connects fails where there is no place left for it.
    SC: listeners.some((placed) =>
      placed.listener.lines.some(
        (line) => (full || crowded) && isCheckTaking(placed, line, full ? "connection" : "slot"),
      ),
    ),
    sC: full && listeners.some(({ listener }) => listener.settings.timeout.connect !== undefined),
    sH: listeners.some(({ listener }) => listener.settings.timeout.server !== undefined),
  };
  return (["sQ", "SQ", "SC", "sC", "sH"] as const)
    .filter((flags) => can[flags])
    .map((flags) => ({ flags, ...ANSWERS[flags] }));
};

/** Whether all that may be sent to an app server is more than its first workers and their backlog hold: the kernel drops the rest. */
const overflows = (fleet: Fleet): boolean => {
  const others = new Map(
    sharedGroups(fleet).flatMap((group) => group.hosts.map((host) => [host, workersTaken(group)] as const)),
  );
  return serviceGroups(fleet).some((group) => {
    const { requests } = demand(group);
    const checks = checksTaking(group.claims, "connection");
    if (group.claims.length === 0) return false;
    const room = roomOf(group);
    return group.hosts.some((host) => {
      const { byOthers, checks: othersChecks } = others.get(host) ?? { byOthers: 0, checks: 0 };
      if (requests === null || byOthers === null) return room !== Number.POSITIVE_INFINITY;
      return requests + checks + byOthers + othersChecks > room;
    });
  });
};

/** Connections that an app server holds before its kernel drops one; no limit where a full stage answers instead. */
const roomOf = ({ sample, service }: ServiceGroup): number => {
  const somaxconn = sample.limits.somaxconn.value;
  const [first] = service.runtime.stages(sample);
  if (first === undefined) return slots(service) + somaxconn + 1;
  if (first.full !== "retransmit") return Number.POSITIVE_INFINITY;
  // Linux takes one more than the backlog that it was asked for.
  return first.size.value + Math.min(first.listen.backlog, somaxconn) + 1;
};
