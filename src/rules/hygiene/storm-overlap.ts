import type { Storm } from "../../fleet/fleet.js";
import { inInventory } from "../../moves/candidate.js";
import { counted } from "../../text/counted.js";
import { showSeconds } from "../../text/units.js";
import { originOf } from "../../yaml/node.js";
import type { RuleResult } from "../define.js";
import { defineRule, fault, pass } from "../define.js";

export const stormOverlap = defineRule({
  slug: "hygiene/storm-overlap",
  severity: "warning",
  title: "A storm is over before the next one begins.",
  why: "Rules and prediction assume one storm at a time, starting with an empty queue. Overlapping storms are a steady load, worse than each of them alone.",
  how: "over compared with every, for each storm that repeats.",
  fix: "Describe one storm that lasts as long as the load.",
  source: ["docs/inventory.md"],
  run: (fleet) => fleet.storms.flatMap(judge),
});

const judge = ({ name, node, over, every, requests }: Storm): RuleResult[] => {
  if (every === undefined) return [];
  if (over <= every) return [pass];
  return [
    fault({
      subject: name,
      at: originOf(node, "every"),
      message: `${name} lasts ${showSeconds(over)} and starts again every ${showSeconds(every)}`,
      why: `over ${showSeconds(over)} > every ${showSeconds(every)}: ${Math.ceil(over / every)} storms of ${counted(requests, "request")} overlap`,
      candidates: [inInventory({ storms: { [name]: { every: `${Math.ceil(over / 1000)}s` } } })],
      fix: `every ${Math.ceil(over / 1000)}s fits; or a shorter over`,
      figures: { over_ms: over, every_ms: every },
    }),
  ];
};
