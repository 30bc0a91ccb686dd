import type { Parse } from "../schema/field.js";
import { accept, field, kindOf, refuse } from "../schema/field.js";
import type { Share } from "../text/units.js";
import { PERCENT, parsePercent } from "../text/units.js";

/** Shares that are written in whole percents add up to no less than this. */
const ROUNDING: Share = 0.005;

const FIX = "write the name of a listener, or shares such as { web: 60%, admin: 40% }";

/** What one listener is given: a share, or what the others leave. */
type Given = Share | "rest";

const percent = { type: "string", pattern: PERCENT.source };

/** Where a storm goes: each listener's share of its requests, 1 in all. */
export const stormAddress = field<Readonly<Record<string, Share>>>(
  {
    anyOf: [
      { type: "string" },
      {
        type: "object",
        additionalProperties: {
          anyOf: [percent, { type: "object", properties: { share: percent }, additionalProperties: false }],
        },
      },
    ],
    description:
      "The listener that the requests come to, or the share of each of several: 60%, or { share: 60% }; one of them may be {}, and takes what the others leave. Unset, they are split evenly over the listeners whose requests take slots.",
    examples: ["mirror-lists"],
  },
  (input) => {
    if (typeof input === "string" && input.trim() !== "") return accept({ [input]: 1 });
    if (!isMap(input)) return refuse("schema/value", `${kindOf(input)} is no listener`, FIX);
    const given: [name: string, share: Given][] = [];
    for (const [name, entry] of Object.entries(input)) {
      const share = readShare(name, entry);
      if (!share.ok) return share;
      given.push([name, share.value]);
    }
    return inAll(given);
  },
);

const isMap = (input: unknown): input is Readonly<Record<string, unknown>> =>
  typeof input === "object" && input !== null && !Array.isArray(input);

const readShare = (name: string, entry: unknown): Parse<Given> => {
  const { share = undefined, ...more } = isMap(entry) ? entry : { share: entry };
  const [unknown] = Object.keys(more);
  if (unknown !== undefined)
    return refuse("schema/unknown-key", `${unknown} is not a key of a listener's part`, "write share", name);
  if (share === undefined && isMap(entry)) return accept("rest");
  return typeof share === "string" && PERCENT.test(share)
    ? accept(parsePercent(share))
    : refuse(
        "schema/value",
        `${kindOf(share)} is no share for ${name}`,
        "write a percentage such as 60%; {} takes what the others leave",
        name,
      );
};

const inAll = (given: readonly [name: string, share: Given][]): Parse<Readonly<Record<string, Share>>> => {
  const [first, second] = given.filter(([, share]) => share === "rest").map(([name]) => name);
  if (second !== undefined)
    return refuse(
      "schema/required",
      `${second} has no share, and ${first} already takes what the others leave`,
      `write its share, such as ${second}: 20%`,
      second,
    );
  const sum = given.reduce((all, [, share]) => all + (share === "rest" ? 0 : share), 0);
  if (sum > 1 + ROUNDING || (first === undefined && sum < 1 - ROUNDING))
    return refuse(
      "schema/value",
      `the shares add up to ${Number((sum * 100).toFixed(2))} %`,
      first === undefined ? "make them 100 % in all, or write {} for one of them" : "make them 100 % at most",
    );
  const whole = first === undefined ? sum : Math.max(sum, 1);
  return accept(
    Object.fromEntries(
      given.map(([name, share]) => [name, (share === "rest" ? Math.max(1 - sum, 0) : share) / whole]),
    ),
  );
};
