import type { ProxyGroup } from "../../fleet/proxy-groups.js";
import { proxyGroups } from "../../fleet/proxy-groups.js";
import { longestRequest } from "../../fleet/reload.js";
import { supports } from "../../haproxy/dialect.js";
import { showSeconds } from "../../text/units.js";
import { originOf } from "../../yaml/node.js";
import type { RuleResult } from "../define.js";
import { defineRule, fault, pass } from "../define.js";

export const hardStopAfter = defineRule({
  slug: "haproxy/hard-stop-after",
  severity: "warning",
  title: "After a reload the old process can finish its requests, queued ones included.",
  why: "After a reload the old process finishes the requests that it has. hard-stop-after kills it: requests still queued or in progress then are cut off without an answer.",
  how: "For each HTTP listener timeout queue (if maxconn makes requests queue) plus timeout server; the longest sum compared with hard-stop-after. TCP listeners are left out: hard-stop-after is meant to end their long sessions.",
  fix: "Raise hard-stop-after to the longest request, or shorten the timeouts.",
  source: [
    "HAProxy configuration manual 3.1 hard-stop-after",
    "HAProxy management guide 4",
    "test/daemons/facts/reload.test.ts",
  ],
  run: (fleet) => proxyGroups(fleet).flatMap(judge),
});

const judge = ({ haproxy, hosts }: ProxyGroup): RuleResult[] => {
  const stop = haproxy.global["hard-stop-after"];
  if (!stop || !supports(haproxy.version, "hard-stop-after")) return [];
  const longest = longestRequest(haproxy);
  if (longest === undefined) return [];
  const { listener, queue, server, total: sum } = longest;
  if (sum <= stop) return [pass];
  return [
    fault({
      subject: "hard-stop-after",
      hosts,
      at: originOf(haproxy.node, "global", "hard-stop-after"),
      message: `after a reload requests are cut off after ${showSeconds(stop)}; one of ${listener.name} may take ${showSeconds(sum)}`,
      why: `${queue > 0 ? `timeout queue ${showSeconds(queue)} + ` : ""}timeout server ${showSeconds(server)} = ${showSeconds(sum)} > hard-stop-after ${showSeconds(stop)}`,
      fix: `hard-stop-after ${Math.ceil(sum / 1000)}s fits`,
      figures: { hard_stop_after_ms: stop, longest_ms: sum },
    }),
  ];
};
