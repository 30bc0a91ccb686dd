import { algorithmInForce, balance } from "../../fleet/balance.js";
import type { Failover } from "../../fleet/failover.js";
import { failover } from "../../fleet/failover.js";
import type { PlacedListener } from "../../fleet/listeners.js";
import { everyListener } from "../../fleet/listeners.js";
import { queueTimeout } from "../../fleet/timeouts.js";
import { formatVersion } from "../../haproxy/version.js";
import { inListener } from "../../moves/candidate.js";
import { showSeconds } from "../../text/units.js";
import type { RuleResult } from "../define.js";
import { defineRule, fault, pass } from "../define.js";

export const queueAtFailover = defineRule({
  slug: "haproxy/queue-at-failover",
  severity: "warning",
  title: "Backups take over even if requests are queued when the last active server goes down.",
  why: "With roundrobin, static-rr and first, HAProxy takes a non-empty queue to mean that every server is full and looks at none. A queue left when the last active server goes DOWN is orphaned: a backup takes from it only after an answer of its own. New requests join that queue beside idle backups and end in 503 (sQ), as long as each arrives before the one ahead has timed out, or until an active server is UP again. An outage by overload always leaves a queue.",
  how: "Listeners with backups whose active servers are all checked and at least one has a maxconn, with balance roundrobin, static-rr or first, since HAProxy 2.3. Since 3.1 (and in 2.6.21, 2.8.13, 3.0.6) it lasts only while the servers that are DOWN have requests.",
  fix: "Balance by leastconn or random, which look at the servers: the first new request finds a backup, and its answer gets the queue moving.",
  source: [
    "test/daemons/facts/backups-behind-a-queue.test.ts",
    "HAProxy src/backend.c assign_server, src/queue.c pendconn_redistribute",
    "HAProxy CHANGELOG 2.3-dev6",
    "HAProxy issue 6",
  ],
  run: (fleet) => everyListener(fleet).flatMap(judge),
});

const judge = (placed: PlacedListener): RuleResult[] => {
  const { listener, hosts } = placed;
  const found = failover(placed);
  if (found === undefined) return [];
  const { active, backups, queueMeansFull } = found;
  if (queueMeansFull === "never") return [pass];
  const algorithm = algorithmInForce(placed);
  const queue = queueTimeout(listener).value;
  const ends = queue === null ? "without limit" : `${showSeconds(queue)} each, then 503 (sQ)`;
  return [
    fault({
      subject: listener.name,
      hosts,
      at: balance(placed).origin,
      message: `once ${active === 1 ? "the active server" : `the ${active} active servers`} of ${listener.name} ${active === 1 ? "is" : "are"} down with requests queued, new ones queue too, ${ends}, beside ${backups === 1 ? "an idle backup" : `${backups} idle backups`}`,
      why: `balance ${algorithm} takes the queue to mean that every server is full, ${lasting(placed, found)}`,
      candidates: [inListener(placed, { balance: "leastconn" })],
      fix: "balance: leastconn, which looks at the servers",
      figures: { balance: algorithm, active, backups, timeout_queue_ms: queue ?? "none" },
    }),
  ];
};

const lasting = ({ listener, haproxy }: PlacedListener, { queueMeansFull }: Failover): string => {
  const queue = queueTimeout(listener).value;
  const { server } = listener.settings.timeout;
  if (queueMeansFull === "while serving") {
    const most = server === undefined ? "" : `, up to timeout server ${showSeconds(server)}`;
    return `while the servers that are DOWN have requests${most} (HAProxy ${formatVersion(haproxy.version)})`;
  }
  return queue === null
    ? "until an active server is UP again"
    : `as long as requests arrive less than ${showSeconds(queue)} apart`;
};
