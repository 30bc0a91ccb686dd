import type { PlacedListener } from "../../fleet/listeners.js";
import { everyListener, rawLines } from "../../fleet/listeners.js";
import { inListener } from "../../moves/candidate.js";
import { originOf } from "../../yaml/node.js";
import type { RuleResult } from "../define.js";
import { defineRule, fault, pass } from "../define.js";

export const listenerWithoutServers = defineRule({
  slug: "hygiene/listener-without-servers",
  severity: "error",
  title: "A listener has at least one server.",
  why: "HAProxy accepts a listen section without servers, and answers every request with 503 (SC).",
  how: "The hosts of each listener. Raw lines with a server, a backend or a response of HAProxy itself count as one.",
  fix: "Name hosts that are in app_servers or backups.",
  source: [
    "HAProxy configuration manual 8.5 (SC)",
    "measured on 2.6.12: the configuration is valid, every request gets 503",
  ],
  run: (fleet) => everyListener(fleet).map(judge),
});

const ANSWERS =
  /^\s*(?:server|server-template|use_backend|default_backend|dispatch|stats|redirect|http-request\s+(?:return|redirect|deny|use-service)|monitor-uri|errorfile)\b/;

const judge = (placed: PlacedListener): RuleResult => {
  const { listener, hosts } = placed;
  if (listener.lines.length > 0 || rawLines(placed).some((line) => ANSWERS.test(line))) return pass;
  return fault({
    subject: listener.name,
    hosts,
    at: originOf(listener.node, "hosts"),
    message: `${listener.name} has no server: every request gets 503`,
    why: "its hosts include no app server and no backup",
    candidates: [inListener(placed, { hosts: null })],
    fix: "name hosts of app_servers or backups; or remove hosts, which defaults to all of them",
    figures: { servers: 0 },
  });
};
