import type { ProxyGroup } from "../../fleet/proxy-groups.js";
import { proxyGroups } from "../../fleet/proxy-groups.js";
import { lineMaxconn } from "../../fleet/server-lines.js";
import { supports, takesThreadsInProcesses } from "../../haproxy/dialect.js";
import { formatVersion } from "../../haproxy/version.js";
import { inHaproxy } from "../../moves/candidate.js";
import { originOf } from "../../yaml/node.js";
import type { RuleResult } from "../define.js";
import { defineRule, fault, pass } from "../define.js";

export const nbproc = defineRule({
  slug: "haproxy/nbproc",
  severity: "warning",
  title: "A proxy runs one HAProxy process, with threads for its CPUs.",
  why: "Every process has its own maxconn count, queue and health checks. The servers get nbproc times what a server line says, and each process detects a dead server by itself.",
  how: "nbproc above 1, on versions that have it. Since 1.8 there is nbthread instead; since 2.0 both at once are rejected.",
  fix: "Use nbthread instead of nbproc; before 1.8, divide maxconn by nbproc.",
  source: ["HAProxy configuration manual 3.1 nbproc", "HAProxy CHANGELOG 1.8-rc1, 2.0-dev2, 2.3-dev8"],
  run: (fleet) => proxyGroups(fleet).flatMap(judge),
});

const judge = ({ haproxy, hosts }: ProxyGroup): RuleResult[] => {
  const { nbproc: processes, nbthread } = haproxy.global;
  if (processes === undefined || !supports(haproxy.version, "nbproc")) return [];
  if (processes === 1) return [pass];
  const threads = supports(haproxy.version, "nbthread");
  const refused = threads && (nbthread ?? 1) > 1 && !takesThreadsInProcesses(haproxy.version);
  const bounded = haproxy.listeners
    .flatMap(({ lines }) => lines)
    .find((line) => lineMaxconn({ line }) !== null);
  const most = bounded && lineMaxconn({ line: bounded });
  const sum = most
    ? `${processes} x maxconn ${most} = ${processes * most} requests at ${bounded.server.name} from one proxy`
    : `${processes} processes, none of which sees the others' requests`;
  return [
    fault({
      subject: "nbproc",
      hosts,
      severity: refused ? "error" : threads ? "warning" : "info",
      at: originOf(haproxy.node, "global", "nbproc"),
      message: refused
        ? `HAProxy ${formatVersion(haproxy.version)} rejects nbproc ${processes} together with nbthread ${nbthread}`
        : `nbproc ${processes}: each process has its own maxconn count and its own health checks`,
      why: `${sum}; ${processes} health checks instead of one`,
      candidates: [
        inHaproxy(
          { hosts },
          {
            global: { nbproc: null, ...(threads ? { nbthread: Math.max(processes, nbthread ?? 1) } : {}) },
          },
        ),
      ],
      fix: threads
        ? `nbthread ${Math.max(processes, nbthread ?? 1)} without nbproc`
        : "nbproc 1; or maxconn divided by nbproc",
      figures: { nbproc: processes, ...(most ? { maxconn: most, at_once: processes * most } : {}) },
    }),
  ];
};
