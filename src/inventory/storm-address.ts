import type { Parse } from "../schema/field.js";
import { accept, field, kindOf, refuse } from "../schema/field.js";
import type { Milliseconds, Share } from "../text/units.js";
import { DURATION, PERCENT, parseDuration, parsePercent } from "../text/units.js";

export const DISTRIBUTIONS = ["exponential", "fixed", "lognormal"] as const;

/** What comes to one listener: its share of the requests, 1 in all, and how long they hold their slots, where that is their own. */
export interface AddressedPart {
  readonly share: Share;
  readonly service_time?: OwnServiceTime | undefined;
}

export interface OwnServiceTime {
  readonly mean: Milliseconds;
  readonly distribution?: (typeof DISTRIBUTIONS)[number] | undefined;
}

/** Shares that are written in whole percents add up to no less than this. */
const ROUNDING: Share = 0.005;

const FIX = "write the name of a listener, or shares such as { web: 60%, admin: 40% }";

/** What one listener is given: a share, or what the others leave. */
type Given = { readonly share: Share | "rest" } & Pick<AddressedPart, "service_time">;

const percent = { type: "string", pattern: PERCENT.source };

const ownServiceTime = {
  type: "object",
  properties: {
    mean: { type: "string", pattern: DURATION.source },
    distribution: { type: "string", enum: DISTRIBUTIONS },
  },
  required: ["mean"],
  additionalProperties: false,
};

/** Where a storm goes. */
export const stormAddress = field<Readonly<Record<string, AddressedPart>>>(
  {
    anyOf: [
      { type: "string" },
      {
        type: "object",
        additionalProperties: {
          anyOf: [
            percent,
            {
              type: "object",
              properties: { share: percent, service_time: ownServiceTime },
              additionalProperties: false,
            },
          ],
        },
      },
    ],
    description:
      "The listener that the requests come to, or the share of each of several: 60%, or { share: 60%, service_time: { mean: 3s } } where they hold their slots for a time of their own; one without a share takes what the others leave. Unset, they are split evenly over the listeners whose requests take slots.",
    examples: ["mirror-lists"],
  },
  (input) => {
    if (typeof input === "string" && input.trim() !== "") return accept({ [input]: { share: 1 } });
    if (!isMap(input)) return refuse("schema/value", `${kindOf(input)} is no listener`, FIX);
    const given: [name: string, part: Given][] = [];
    for (const [name, entry] of Object.entries(input)) {
      const part = readPart(name, entry);
      if (!part.ok) return part;
      given.push([name, part.value]);
    }
    return inAll(given);
  },
);

const isMap = (input: unknown): input is Readonly<Record<string, unknown>> =>
  typeof input === "object" && input !== null && !Array.isArray(input);

const readPart = (name: string, entry: unknown): Parse<Given> => {
  const given = isMap(entry) ? entry : { share: entry };
  const {
    share = undefined,
    service_time: time = undefined,
    ...more
  } = given as typeof given & {
    readonly service_time?: unknown;
  };
  const [unknown] = Object.keys(more);
  if (unknown !== undefined)
    return refuse(
      "schema/unknown-key",
      `${unknown} is not a key of a listener's part`,
      "write share or service_time",
      name,
    );
  const own = time === undefined ? accept(undefined) : readServiceTime(name, time);
  if (!own.ok) return own;
  const service_time = own.value;
  if (share === undefined && isMap(entry)) return accept({ share: "rest", service_time });
  return typeof share === "string" && PERCENT.test(share)
    ? accept({ share: parsePercent(share), service_time })
    : refuse(
        "schema/value",
        `${kindOf(share)} is no share for ${name}`,
        "write a percentage such as 60%; {} takes what the others leave",
        name,
      );
};

const readServiceTime = (name: string, time: unknown): Parse<OwnServiceTime> => {
  const wrong = (what: string): Parse<never> =>
    refuse("schema/value", `${what} for ${name}`, "write service_time: { mean: 400ms }", name);
  if (!isMap(time)) return wrong(`${kindOf(time)} is no service_time`);
  const { mean, distribution, ...more } = time;
  const [unknown] = Object.keys(more);
  if (unknown !== undefined) return wrong(`${unknown} is not a key of a service_time`);
  if (typeof mean !== "string" || !DURATION.test(mean) || parseDuration(mean) === 0)
    return wrong(`${kindOf(mean)} is no mean time that a request holds its slot`);
  const known = DISTRIBUTIONS.find((one) => one === distribution);
  return distribution !== undefined && known === undefined
    ? wrong(`${kindOf(distribution)} is none of ${DISTRIBUTIONS.join(", ")}`)
    : accept({ mean: parseDuration(mean), distribution: known });
};

const inAll = (
  given: readonly [name: string, part: Given][],
): Parse<Readonly<Record<string, AddressedPart>>> => {
  const [first, second] = given.filter(([, { share }]) => share === "rest").map(([name]) => name);
  if (second !== undefined)
    return refuse(
      "schema/required",
      `${second} has no share, and ${first} already takes what the others leave`,
      `write its share, such as ${second}: 20%`,
      second,
    );
  const sum = given.reduce((all, [, { share }]) => all + (share === "rest" ? 0 : share), 0);
  if (sum > 1 + ROUNDING || (first === undefined && sum < 1 - ROUNDING))
    return refuse(
      "schema/value",
      `the shares add up to ${Number((sum * 100).toFixed(2))} %`,
      first === undefined ? "make them 100 % in all, or write {} for one of them" : "make them 100 % at most",
    );
  const whole = first === undefined ? sum : Math.max(sum, 1);
  return accept(
    Object.fromEntries(
      given.map(([name, { share, service_time }]) => [
        name,
        { share: (share === "rest" ? Math.max(1 - sum, 0) : share) / whole, service_time },
      ]),
    ),
  );
};
