import type { Storm } from "../../fleet/fleet.js";
import { splitListeners } from "../../fleet/storm-share.js";
import { inInventory } from "../../moves/candidate.js";
import { originOf } from "../../yaml/node.js";
import type { RuleResult } from "../define.js";
import { defineRule, fault, pass } from "../define.js";

export const stormAddress = defineRule({
  slug: "hygiene/storm-address",
  severity: "warning",
  title: "A storm says which listener it comes to.",
  why: "Timeouts, maxconn and queues are a listener's own. Where several listeners take slots, what a storm does depends on which of them its requests come to.",
  how: "Storms without to, where a proxy has several listeners that take slots. Rules and simulate then split the requests of each proxy evenly over them.",
  fix: "Write to in the storm: a listener, or shares such as { web: 60%, admin: {} }, where {} takes what the others leave.",
  source: ["HAProxy configuration manual 4.2 timeout queue, 5.2 maxconn: settings of a proxy section"],
  run: (fleet) => {
    const names = splitListeners(fleet);
    return names.length === 0 ? [] : fleet.storms.map((storm) => judge(storm, names));
  },
});

/** As it is split while nobody says. */
const evenly = (names: readonly string[]) => {
  const share = Math.floor(100 / names.length);
  return Object.fromEntries(
    names.map((name, index) => [name, `${index === 0 ? 100 - share * (names.length - 1) : share}%`]),
  );
};

const judge = (storm: Storm, names: readonly string[]): RuleResult =>
  storm.to === undefined
    ? fault({
        subject: storm.name,
        at: originOf(storm.node, "to"),
        message: `${storm.name} does not say which of ${names.length} listeners it comes to: it is split evenly over ${names.join(", ")}`,
        why: "each has timeouts and queues of its own, and the arithmetic of its requests hangs on them",
        candidates: [inInventory({ storms: { [storm.name]: { to: evenly(names) } } })],
        fix: `to: ${names[0]}; or shares: to: { ${names[0]}: 60%, ${names[1]}: {} }`,
        figures: { listeners: names.length },
      })
    : pass;
