import type { PlacedListener } from "../../fleet/listeners.js";
import { everyListener } from "../../fleet/listeners.js";
import { originOf } from "../../yaml/node.js";
import type { RuleResult } from "../define.js";
import { defineRule, fault, pass } from "../define.js";

export const singleActiveServer = defineRule({
  slug: "hygiene/single-active-server",
  severity: "info",
  title: "A listener survives the loss of one server.",
  why: "With a single server there is no failover: a restart, a reboot or a failed health check of that host is an outage of the listener.",
  how: "Listeners with one server line, active or backup.",
  fix: "Add a second app server or a backup.",
  source: ["HAProxy configuration manual 5.2 backup"],
  run: (fleet) => everyListener(fleet).flatMap(judge),
});

const judge = ({ listener, hosts }: PlacedListener): RuleResult[] => {
  const [only] = listener.lines;
  if (only === undefined) return [];
  if (listener.lines.length > 1) return [pass];
  return [
    fault({
      subject: listener.name,
      hosts,
      at: originOf(listener.node, "hosts"),
      message: `${listener.name} has one server, ${only.server.name}, and no backup`,
      why: `while ${only.server.name} is down, every request gets 503`,
      fix: "add a second host to app_servers or backups",
      figures: { servers: 1 },
    }),
  ];
};
