import type { Storm } from "../../fleet/fleet.js";
import { showSeconds } from "../../text/units.js";
import { originOf } from "../../yaml/node.js";
import type { Verdict } from "../define.js";
import { defineRule, fault, pass } from "../define.js";

export const stormOverlap = defineRule({
  slug: "hygiene/storm-overlap",
  severity: "warning",
  title: "A storm is over before the next one begins.",
  why: "The rules and the prediction take one storm at a time, with a queue that is empty when it begins. Storms that overlap are a steady load, and worse than each of them alone.",
  how: "over compared with every, for each storm that comes back.",
  fix: "Describe one storm that is as long as the load lasts.",
  source: ["docs/inventory.md"],
  run: (fleet) => fleet.storms.flatMap(judge),
});

const judge = ({ name, node, over, every, requests }: Storm): Verdict[] => {
  if (every === undefined) return [];
  if (over <= every) return [pass];
  return [
    fault({
      subject: name,
      at: originOf(node, "every"),
      message: `${name} lasts for ${showSeconds(over)} and begins again every ${showSeconds(every)}`,
      why: `over ${showSeconds(over)} > every ${showSeconds(every)}: ${Math.ceil(over / every)} storms of ${requests} requests run at a time`,
      fix: `every ${Math.ceil(over / 1000)}s fits; or a shorter over`,
      figures: { over_ms: over, every_ms: every },
    }),
  ];
};
