import { checkAsked } from "../../fleet/check-request.js";
import type { PlacedListener } from "../../fleet/listeners.js";
import { everyListener } from "../../fleet/listeners.js";
import type { HaproxyVersion } from "../../haproxy/version.js";
import { isFrom } from "../../haproxy/version.js";
import { inListener } from "../../moves/candidate.js";
import { originOf } from "../../yaml/node.js";
import type { RuleResult } from "../define.js";
import { defineRule, fault, pass } from "../define.js";

export const checkHostHeader = defineRule({
  slug: "haproxy/check-host-header",
  severity: "error",
  title: "An HTTP/1.1 health check has a Host header.",
  why: "HTTP/1.1 requires Host, HAProxy adds none to a check, and Apache answers 400: every checked server is marked DOWN.",
  how: "option httpchk with HTTP/1.1 on a listener with checked lines, and nothing that sends Host: as headers behind the version (up to 2.6), as a host behind it (3.1 and later), or by http-check send (2.2 and later).",
  fix: "Leave the version out, which means HTTP/1.0; or add Host: behind the version from 3.1 on, by http-check send from 2.2 on, before that as \\r\\nHost: behind the version in option httpchk.",
  source: [
    "RFC 9112 3.2",
    "HAProxy configuration manual 4.2 http-check send",
    "test/daemons/facts/check-by-http-1-1.test.ts",
  ],
  run: (fleet) => everyListener(fleet).flatMap(judge),
});

const judge = (placed: PlacedListener): RuleResult[] => {
  const { listener, haproxy, hosts } = placed;
  const request = checkAsked(placed);
  const checked = listener.lines.filter(({ settings }) => settings.check).length;
  if (request?.version !== "HTTP/1.1" || checked === 0) return [];
  if (request.host !== undefined) return [pass];
  const plain = request.text.replace(/\s+HTTP\/1\.1$/, "");
  const named = isFrom(haproxy.version, SEND)
    ? "http-check send hdr Host, with the site's name"
    : `option httpchk ${plain} HTTP/1.1\\r\\nHost:\\ with the site's name, in place of the key`;
  return [
    fault({
      subject: listener.name,
      hosts,
      at: originOf(listener.node, "option", "httpchk"),
      message: `health checks of ${listener.name} use HTTP/1.1 without Host: Apache answers 400, and all ${checked} servers go DOWN`,
      why: `${request.text} is sent as is, and HTTP/1.1 without Host is a bad request`,
      candidates: [inListener(placed, { option: { httpchk: plain } })],
      fix: `option httpchk: ${plain}; or a raw line: ${named}`,
      figures: { checked },
    }),
  ];
};

/** http-check send: manual 2.2 4.2. */
const SEND: HaproxyVersion = { major: 2, minor: 2 };
