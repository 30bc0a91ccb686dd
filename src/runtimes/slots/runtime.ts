import { defineRuntime } from "../../extend/runtime.js";
import type { AppServer, Service } from "../../fleet/fleet.js";
import { whole } from "../../schema/quantity-field.js";
import { places } from "../../simulate/plan/tcp.js";
import { originOf } from "../../yaml/node.js";
import type { SlotsPlan } from "./station.js";
import { slotsStation } from "./station.js";

const SLOTS = "slots";

const planSlots = ({ limits }: AppServer, { runtime }: Service): SlotsPlan => ({
  kind: "slots",
  slots: runtime.units.count,
  backlog: places(limits.somaxconn.value),
});

/** A service of which nothing is known but how many requests it serves at a time. */
export const plainSlots = defineRuntime({
  key: SLOTS,
  name: "slots",
  schema: whole(
    "In the place of a runtime: how many requests an app server serves at a time, however it does.",
    1,
    10_000_000,
  ),
  bind: (count: number, { node }) => ({
    name: "slots",
    units: {
      setting: SLOTS,
      one: "slot",
      count,
      slots: 1,
      at: originOf(node, SLOTS),
      path: [SLOTS],
      memory: undefined,
    },
    sum: `${count} ${count === 1 ? "slot" : "slots"}`,
    stages: () => [],
    endings: () => [],
    replacement: () => undefined,
    urls: undefined,
  }),
  simulated: { outcomes: [], plan: planSlots, station: slotsStation },
  effect: () => ({ takes: "nothing", why: "nothing is rendered from it", commands: [] }),
});
