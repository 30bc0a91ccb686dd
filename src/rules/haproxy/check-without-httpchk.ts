import type { PlacedListener } from "../../fleet/listeners.js";
import { everyListener, mode, says } from "../../fleet/listeners.js";
import { urlsOf } from "../../fleet/runtime.js";
import { inListener } from "../../moves/candidate.js";
import { originOf } from "../../yaml/node.js";
import type { RuleResult } from "../define.js";
import { defineRule, fault, pass } from "../define.js";

/** Raw lines that make the check reach the application in another way. */
const OTHER_CHECK =
  /^option\s+(?:httpchk|tcp-check|external-check|smtpchk|mysql-check|pgsql-check|redis-check|ldap-check|ssl-hello-chk)\b|^http-check\b/;

export const checkWithoutHttpchk = defineRule({
  slug: "haproxy/check-without-httpchk",
  severity: "warning",
  title: "An HTTP listener checks its servers with an HTTP request.",
  why: "Without option httpchk a check only opens and closes a connection. The kernel accepts it while the listen backlog has room, whatever the application does: a hung server stays UP.",
  how: "HTTP listeners with checked server lines and without option httpchk or a raw line that checks in another way.",
  fix: "Set option httpchk with a cheap path of the application.",
  source: ["HAProxy configuration manual 4.2 option httpchk", "HAProxy configuration manual 5.2 check"],
  run: (fleet) => everyListener(fleet).flatMap(judge),
});

const judge = (placed: PlacedListener): RuleResult[] => {
  const { listener, hosts } = placed;
  const checked = listener.lines.filter(({ settings }) => settings.check).length;
  if (mode(listener) !== "http" || checked === 0) return [];
  if (listener.settings.option.httpchk !== undefined) return [pass];
  if (says(placed, OTHER_CHECK)) return [pass];
  const [path] = listener.lines.flatMap(({ service }) => urlsOf(service)?.slots ?? []);
  return [
    fault({
      subject: listener.name,
      hosts,
      at: originOf(listener.node, "option", "httpchk"),
      message: `the ${checked} checked servers of ${listener.name} get a TCP check only; a hung one stays UP`,
      why: "the kernel completes the handshake while the listen backlog has room, even if the application hangs",
      candidates: path === undefined ? [] : [inListener(placed, { option: { httpchk: `GET ${path}` } })],
      fix: "option httpchk: GET and a path that the application answers",
      figures: { checked },
    }),
  ];
};
