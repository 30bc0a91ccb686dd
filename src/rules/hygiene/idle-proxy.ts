import type { Fleet } from "../../fleet/fleet.js";
import { everySlotListener } from "../../fleet/listeners.js";
import { showPercent } from "../../text/units.js";
import { originOf } from "../../yaml/node.js";
import type { RuleResult } from "../define.js";
import { defineRule, fault, pass } from "../define.js";

export const idleProxy = defineRule({
  slug: "hygiene/idle-proxy",
  severity: "info",
  title: "Every proxy has a share of the requests.",
  why: "A proxy without a share still sends health checks, and its maxconn stays reserved on every app server, where the others could use it.",
  how: "traffic of each proxy: as given, or an equal share of what the given ones leave.",
  fix: "Lower the given shares so that some is left, or remove the proxy.",
  source: ["HAProxy configuration manual 5.2 maxconn"],
  run: (fleet) => {
    if (everySlotListener(fleet).length === 0) return [];
    const idle = fleet.proxies.filter((proxy) => proxy.traffic === 0);
    return idle.length === 0 ? [pass] : [judge(fleet, idle)];
  },
});

const judge = (fleet: Fleet, idle: Fleet["proxies"]): RuleResult => {
  const names = idle.map((proxy) => proxy.name);
  const [first] = idle;
  const given = fleet.proxies.filter((proxy) => proxy.traffic > 0);
  const shares = given.map((proxy) => `${proxy.name} ${showPercent(proxy.traffic)}`);
  return fault({
    subject: names[0] ?? "",
    hosts: names,
    at: first === undefined ? originOf(fleet.node, "proxies") : originOf(first.node, "traffic"),
    message: `${names[0]}${names.length === 1 ? "" : ` and ${names.length - 1} more`} ${names.length === 1 ? "has" : "have"} no share of the requests, and ${names.length === 1 ? "its" : "their"} maxconn is reserved anyway`,
    why: `the other proxies' shares add up to 100 %: ${shares.slice(0, 4).join(", ")}${shares.length > 4 ? ", ..." : ""}`,
    fix: "lower traffic of the others, or remove the proxy",
    figures: { idle: names.length },
  });
};
