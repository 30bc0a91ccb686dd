import type { ProxyGroup } from "../../fleet/proxy-groups.js";
import { proxyGroups } from "../../fleet/proxy-groups.js";
import { longestRequest } from "../../fleet/reload.js";
import { supports } from "../../haproxy/dialect.js";
import { showSeconds } from "../../text/units.js";
import { originOf } from "../../yaml/node.js";
import type { Verdict } from "../define.js";
import { defineRule, fault, pass } from "../define.js";

export const hardStopAfter = defineRule({
  slug: "haproxy/hard-stop-after",
  severity: "warning",
  title: "An old process may finish what it has taken, in the queue and at the server.",
  why: "After a reload the old process serves the requests that it has. hard-stop-after ends it: a request that is still queued or served then is cut off without an answer.",
  how: "For each HTTP listener timeout queue (where maxconn makes requests queue) plus timeout server; the longest of them compared with hard-stop-after. Listeners in TCP mode are left out: their long sessions are what it is meant to end.",
  fix: "Raise hard-stop-after to the longest request, or shorten the timeouts.",
  source: [
    "HAProxy configuration manual 3.1 hard-stop-after",
    "HAProxy management guide 4",
    "test/daemons/facts/reload.test.ts",
  ],
  run: (fleet) => proxyGroups(fleet).flatMap(judge),
});

const judge = ({ haproxy, hosts }: ProxyGroup): Verdict[] => {
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
      message: `after a reload requests are cut off at ${showSeconds(stop)}; one of ${listener.name} may take ${showSeconds(sum)}`,
      why: `${queue > 0 ? `timeout queue ${showSeconds(queue)} + ` : ""}timeout server ${showSeconds(server)} = ${showSeconds(sum)} > hard-stop-after ${showSeconds(stop)}`,
      fix: `hard-stop-after ${Math.ceil(sum / 1000)}s fits`,
      figures: { hard_stop_after_ms: stop, longest_ms: sum },
    }),
  ];
};
