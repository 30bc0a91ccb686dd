import { defineRuntime } from "../../extend/runtime.js";
import { whole } from "../../schema/quantity-field.js";
import { originOf } from "../../yaml/node.js";

const SLOTS = "slots";

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
  effect: () => ({ takes: "nothing", why: "nothing is rendered from it", commands: [] }),
});
