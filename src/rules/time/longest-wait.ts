import type { Fleet, Storm } from "../../fleet/fleet.js";
import type { PlacedListener } from "../../fleet/listeners.js";
import { everySlotListener, mode } from "../../fleet/listeners.js";
import type { LongestWait } from "../../fleet/longest-wait.js";
import { longestWait } from "../../fleet/longest-wait.js";
import { patience } from "../../fleet/queue.js";
import { inListener, type Settings } from "../../moves/candidate.js";
import type { Milliseconds } from "../../text/units.js";
import { formatDuration, showSeconds } from "../../text/units.js";
import { originOf } from "../../yaml/node.js";
import type { RuleResult } from "../define.js";
import { defineRule, fault, lack, pass } from "../define.js";

export const longestWaitCheck = defineRule({
  slug: "time/longest-wait",
  severity: "warning",
  title: "HAProxy answers or gives up before the client does.",
  why: "A client that gives up first sees a timeout, not a 503 that it could act on, and retries: its old request still holds a place in the queue or a slot, and the new one queues behind it.",
  how: "timeout queue (if maxconn makes requests queue) + timeout connect x (retries + 1), as an attempt that times out is retried at once, + timeout server; compared with the patience of each storm, or with the time after which its clients come back (every).",
  fix: "Shorten the longest of the three, or retries.",
  source: [
    "HAProxy configuration manual 4.2 timeout queue, timeout connect, timeout server, retries",
    "test/daemons/facts/connect-retries.test.ts",
  ],
  run: (fleet) => everySlotListener(fleet).flatMap((placed) => judge(fleet, placed)),
});

const judge = (fleet: Fleet, placed: PlacedListener): RuleResult[] => {
  const { listener, hosts } = placed;
  const wait = longestWait(placed);
  if (wait === undefined || mode(listener) !== "http") return [];
  const subject = listener.name;
  const known = fleet.storms.flatMap((storm) => {
    const tolerates = patience(storm);
    return tolerates === undefined ? [] : [{ storm, tolerates }];
  });
  const [first, ...rest] = known;
  if (first === undefined) {
    return [lack({ subject, hosts, at: originOf(fleet.node, "storms"), needs: "patience of a storm" })];
  }
  const { storm, tolerates } = rest.reduce(
    (least, other) => (other.tolerates < least.tolerates ? other : least),
    first,
  );
  if (wait.total <= tolerates) return [pass];
  return [
    fault({
      subject,
      hosts,
      at: wait.origin,
      message: `a client of ${listener.name} may wait ${showSeconds(wait.total)} for an answer; in ${storm.name} it ${storm.patience === undefined ? "comes back" : "gives up"} after ${showSeconds(tolerates)}`,
      why: sumOf(wait),
      candidates: shorter(wait, tolerates).map((settings) => inListener(placed, settings)),
      fix: fixOf(wait, storm, tolerates),
      figures: {
        longest_ms: wait.total,
        patience_ms: tolerates,
        queue_ms: wait.queue,
        connect_ms: wait.connecting,
        server_ms: wait.server,
      },
    }),
  ];
};

const sumOf = ({ queue, connect, tries, connecting, server }: LongestWait): string =>
  [
    queue > 0 ? `${showSeconds(queue)} in the queue` : "",
    `${tries} x ${showSeconds(connect)} = ${showSeconds(connecting)} to connect`,
    `${showSeconds(server)} at the server`,
  ]
    .filter((part) => part !== "")
    .join(" + ");

/** Fewer tries to connect, then shorter ones, then less time in the queue and at the server. */
const shorter = (
  { queue, connecting, connect, server }: LongestWait,
  tolerates: Milliseconds,
): readonly Settings[] => {
  const tries = Math.floor((tolerates - queue - server) / connect);
  const rest = tolerates - connecting - server;
  const quick = { connect: formatDuration(Math.min(connect, 2000)) };
  const left = tolerates - Math.min(connect, 2000) * 2;
  const part = (share: number): string => `${Math.floor((left * share) / 1000)}s`;
  return [
    ...(tries >= 1 ? [{ retries: tries - 1 }] : []),
    ...(queue > 0 && rest >= 1000 ? [{ timeout: { queue: `${Math.floor(rest / 1000)}s` } }] : []),
    ...(queue > 0 && left - server >= 1000
      ? [{ retries: 1, timeout: { ...quick, queue: `${Math.floor((left - server) / 1000)}s` } }]
      : []),
    ...(queue > 0 && left - queue >= 1000
      ? [{ retries: 1, timeout: { ...quick, server: `${Math.floor((left - queue) / 1000)}s` } }]
      : []),
    ...(queue > 0 && left >= 4000
      ? [0.5, 0.3, 0.7].map((share) => ({
          retries: 1,
          timeout: { ...quick, queue: part(share), server: part(1 - share) },
        }))
      : []),
    ...(queue === 0 && left >= 1000 ? [{ retries: 1, timeout: { ...quick, server: part(1) } }] : []),
  ];
};

const fixOf = (
  { queue, connecting, server, connect }: LongestWait,
  storm: Storm,
  tolerates: number,
): string => {
  const left = tolerates - queue - server;
  if (connecting > 0 && left >= connect)
    return `retries ${Math.floor(left / connect) - 1} fits; or a shorter timeout connect`;
  const rest = tolerates - connecting - server;
  if (queue > 0 && rest >= 1000) return `timeout queue ${Math.floor(rest / 1000)}s fits`;
  return `shorten timeout connect, queue and server to ${showSeconds(tolerates)} together, the patience of ${storm.name}`;
};
