import { accept, field, refuse } from "../schema/field.js";
import { PERCENT, parsePercent, type Share } from "../text/units.js";

/** Shares that are written in whole percents add up to no less than this. */
const WHOLE: Share = 0.005;

const FIX = "write the name of a listener, or shares such as { web: 60%, admin: 40% }";

/** Where a storm goes: each listener's share of its requests. */
export const stormAddress = field<Readonly<Record<string, Share>>>(
  {
    anyOf: [
      { type: "string" },
      { type: "object", additionalProperties: { type: "string", pattern: PERCENT.source } },
    ],
    description:
      "The listener that the requests come to, or the share of each of several. Unset, they are split evenly over the listeners whose requests take slots.",
    examples: ["mirror-lists"],
  },
  (input) => {
    if (typeof input === "string" && input.trim() !== "") return accept({ [input]: 1 });
    if (typeof input !== "object" || input === null || Array.isArray(input))
      return refuse("schema/value", `${JSON.stringify(input)} is no listener`, FIX);
    const shares: Record<string, Share> = {};
    for (const [name, share] of Object.entries(input)) {
      if (typeof share !== "string" || !PERCENT.test(share))
        return refuse("schema/value", `${JSON.stringify(share)} is no share for ${name}`, FIX);
      shares[name] = parsePercent(share);
    }
    const sum = Object.values(shares).reduce((all, share) => all + share, 0);
    return Math.abs(sum - 1) > WHOLE
      ? refuse(
          "schema/value",
          `the shares add up to ${Number((sum * 100).toFixed(2))} %`,
          "make them 100 % in all",
        )
      : accept(shares);
  },
);
