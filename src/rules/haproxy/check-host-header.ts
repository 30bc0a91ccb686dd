import { checkRequest } from "../../fleet/check-request.js";
import type { PlacedListener } from "../../fleet/listeners.js";
import { everyListener, says } from "../../fleet/listeners.js";
import { originOf } from "../../yaml/node.js";
import type { RuleResult } from "../define.js";
import { defineRule, fault, pass } from "../define.js";

export const checkHostHeader = defineRule({
  slug: "haproxy/check-host-header",
  severity: "error",
  title: "An HTTP/1.1 health check has a Host header.",
  why: "HTTP/1.1 requires Host, HAProxy adds none to a check, and Apache answers 400: every checked server is marked DOWN.",
  how: "option httpchk with HTTP/1.1 on a listener with checked lines, without a host behind it, and no raw http-check line that sends Host.",
  fix: "Leave the version out, which means HTTP/1.0; or name the host behind it (3.1 and later), or by http-check send hdr Host (2.2 and later).",
  source: [
    "RFC 9112 3.2",
    "HAProxy configuration manual 4.2 http-check send",
    "test/daemons/facts/check-by-http-1-1.test.ts",
  ],
  run: (fleet) => everyListener(fleet).flatMap(judge),
});

const judge = (placed: PlacedListener): RuleResult[] => {
  const { listener, hosts } = placed;
  const request = checkRequest(listener);
  const checked = listener.lines.filter(({ settings }) => settings.check).length;
  if (request?.version !== "HTTP/1.1" || checked === 0) return [];
  if (request.host !== undefined) return [pass];
  if (says(placed, /^(?:http-check|option\s+httpchk)\b.*\bhost\b/i)) return [pass];
  return [
    fault({
      subject: listener.name,
      hosts,
      at: originOf(listener.node, "option", "httpchk"),
      message: `health checks of ${listener.name} use HTTP/1.1 without Host: Apache answers 400, and all ${checked} servers go DOWN`,
      why: `${request.text} is sent as is, and HTTP/1.1 without Host is a bad request`,
      fix: `option httpchk: ${request.text.replace(" HTTP/1.1", "")}; or a raw line: http-check send hdr Host, with the site's name`,
      figures: { checked },
    }),
  ];
};
