import type { Fleet } from "../../fleet/fleet.js";
import type { PlacedListener } from "../../fleet/listeners.js";
import { everySlotListener } from "../../fleet/listeners.js";
import { parallelOf, queueLoad } from "../../fleet/queue.js";
import { activeLines, lineOrigin } from "../../fleet/server-lines.js";
import { queueTimeout } from "../../fleet/timeouts.js";
import { showPercent, showSeconds } from "../../text/units.js";
import type { RuleResult } from "../define.js";
import { defineRule, fault, lack, pass } from "../define.js";

export const queueTimeoutCheck = defineRule({
  slug: "haproxy/queue-timeout",
  severity: "error",
  title: "timeout queue covers the wait that a storm causes.",
  why: "timeout queue defaults to timeout connect. maxconn with a timeout connect of 5 s turns every longer wait into a 503 (flags sQ): in the lab, maxconn without the timeout lost 61 % of a storm, three times what it lost without the patch.",
  how: "For the proxy with the largest share: all its requests of the largest storm at once, divided by its server lines' maxconn, times the mean service time; compared with timeout queue or its default.",
  fix: "Set timeout queue to more than the longest wait, and within the clients' patience.",
  source: [
    "HAProxy configuration manual 4.2 timeout queue",
    "HAProxy configuration manual 8.5 sQ",
    "test/daemons/facts/queue-timeout.test.ts",
  ],
  run: (fleet) => everySlotListener(fleet).flatMap((placed) => judge(fleet, placed)),
});

const judge = (fleet: Fleet, placed: PlacedListener): RuleResult[] => {
  const { listener, hosts } = placed;
  const queue = queueTimeout(listener);
  const active = activeLines(listener);
  const [first] = active;
  const effective = queue.value === null ? "without limit" : `${showSeconds(queue.value)} (${queue.because})`;
  const common = { subject: listener.name, hosts };
  if (first === undefined) return [];
  if (parallelOf(placed) === null) {
    return [
      fault({
        ...common,
        severity: "warning",
        at: lineOrigin({ listener, line: first }, "maxconn"),
        message: `${listener.name} has no maxconn, so nothing queues in HAProxy: requests wait in the app servers, invisible to HAProxy; with a maxconn, they may wait ${effective}`,
        why: `without maxconn a full app server looks like a slow one; with maxconn alone, a wait past ${effective} becomes a 503 (sQ)`,
        fix: "set maxconn on the server lines and timeout queue together",
        figures: { timeout_queue_ms: queue.value ?? "none" },
      }),
    ];
  }
  const load = queueLoad(fleet, placed);
  if (load === undefined) return [lack({ ...common, at: queue.origin, needs: "a storm under storms" })];
  const { storm, proxy, requests, parallel, wait } = load;
  if (queue.value === null || wait <= queue.value) return [pass];
  return [
    fault({
      ...common,
      at: queue.origin,
      message: `in ${storm.name} a request may wait ${showSeconds(wait)} on ${proxy.name}; it times out after ${showSeconds(queue.value)} (timeout queue, ${queue.because})`,
      why: `${storm.requests} requests x ${showPercent(proxy.traffic)} = ${Math.round(requests)}, over ${parallel} at a time (${active.length} servers), ${showSeconds(storm.service_time.mean)} each; past the limit: 503 (sQ)`,
      fix: `timeout queue ${Math.ceil(wait / 1000)}s fits${queue.because === "set" ? "" : "; set it explicitly, so that timeout connect can stay short"}`,
      figures: {
        timeout_queue_ms: queue.value,
        wait_ms: Math.round(wait),
        requests: Math.round(requests),
        at_a_time: parallel,
      },
    }),
  ];
};
