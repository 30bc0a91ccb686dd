import { mode } from "../../fleet/listeners.js";
import { proxyGroups } from "../../fleet/proxy-groups.js";
import { unsetTimeout } from "../../fleet/unset-timeout.js";
import { inHaproxy } from "../../moves/candidate.js";
import { showSeconds } from "../../text/units.js";
import type { RuleResult } from "../define.js";
import { defineRule, fault, pass } from "../define.js";

export const httpRequestTimeout = defineRule({
  slug: "time/http-request-timeout",
  severity: "info",
  title: "A client has limited time to send its request.",
  why: "timeout client limits a client's silence, not its slowness: one byte now and then keeps a connection open for hours. A few thousand such clients use up maxconn, and nobody else gets in.",
  how: "Listeners in HTTP mode without timeout http-request.",
  fix: "Set timeout http-request in defaults, to a few seconds.",
  source: ["HAProxy configuration manual 4.2 timeout http-request", "HAProxy configuration manual 8.5 cR"],
  run: (fleet) =>
    proxyGroups(fleet).flatMap((group): RuleResult[] => {
      const listeners = group.haproxy.frontends.filter((listener) => mode(listener) === "http");
      if (listeners.length === 0) return [];
      const unset = unsetTimeout(group, "http-request", listeners);
      if (unset === undefined) return [pass];
      const client = unset.listeners[0]?.settings.timeout.client;
      return [
        fault({
          subject: "timeout http-request",
          hosts: group.hosts,
          at: unset.at,
          message: `${unset.names} ${unset.listeners.length === 1 ? "lets" : "let"} a client send its request as slowly as it likes: slow clients can use up maxconn`,
          why: `no timeout http-request; timeout client ${client ? showSeconds(client) : "(not set)"} restarts with every byte`,
          candidates: [inHaproxy(group, { defaults: { timeout: { "http-request": "10s" } } })],
          fix: "timeout http-request 10s leaves room for lost packets",
          figures: { listeners: unset.listeners.length },
        }),
      ];
    }),
});
