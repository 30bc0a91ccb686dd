import type { Fleet, Service } from "../../fleet/fleet.js";
import { everyListener, everySlotListener } from "../../fleet/listeners.js";
import { serviceBehind } from "../../fleet/service.js";
import { inListener } from "../../moves/candidate.js";
import { originOf } from "../../yaml/node.js";
import type { RuleResult } from "../define.js";
import { defineRule, fault, pass } from "../define.js";

export const slotsUnclaimed = defineRule({
  slug: "hygiene/slots-unclaimed",
  severity: "warning",
  title: "At least one listener uses the slots of the service.",
  why: "Capacity, queues and timeouts are computed for listeners that say whose slots they use. If none does, every rule about them is silent, which looks like a pass.",
  how: "The app servers have slots, and no listener names their service as slots.",
  fix: "Write slots with the name of the service into the listener whose requests it answers.",
  source: ["docs/inventory.md"],
  run: (fleet) => {
    const services = new Map(
      fleet.appServers.flatMap(({ services }) => services).map((one) => [one.name, one]),
    );
    return [...services.values()].map((service) => judge(fleet, service));
  },
});

const judge = (fleet: Fleet, { name }: Service): RuleResult => {
  if (everySlotListener(fleet).some(({ listener }) => serviceBehind(listener.own) === name)) return pass;
  const names = [...new Set(everyListener(fleet).map(({ listener }) => listener.name))];
  return fault({
    subject: name,
    at: originOf(fleet.node, "haproxy", "listeners"),
    message: `no listener uses the slots of ${name}: no capacity rule applies to it`,
    why: `service (or slots) is not set to ${name} on ${names.length === 1 ? "" : "any of "}${names.slice(0, 4).join(", ")}${names.length > 4 ? ", ..." : ""}`,
    fix: `service: ${name} in the listener that leads to it`,
    candidates: everyListener(fleet)
      .filter(({ listener }) => serviceBehind(listener.own) === undefined)
      .slice(0, 1)
      .map((placed) => inListener(placed, { slots: name })),
    figures: { listeners: names.length },
  });
};
