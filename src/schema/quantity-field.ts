import type { Bytes, Milliseconds, Share } from "../text/units.js";
import {
  DURATION,
  PERCENT,
  parseDuration,
  parsePercent,
  parseSize,
  SIZE,
  showBytes,
  showSeconds,
} from "../text/units.js";
import type { Field, Parse } from "./field.js";
import { accept, field, kindOf, refuse } from "./field.js";

/** How a number with a unit is written. */
interface Notation<T extends number> {
  readonly what: string;
  readonly pattern: RegExp;
  /** The two that are written most. */
  readonly units: readonly [string, string];
  readonly example: string;
  readonly parse: (text: string) => T;
}

/** A number with its unit; `take` may refuse the value for what it is. */
const united = <T extends number>(
  about: string,
  { what, pattern, units, example, parse }: Notation<T>,
  take: (value: T, input: string) => Parse<T> = accept,
) =>
  field<T>({ type: "string", pattern: pattern.source, description: about, examples: [example] }, (input) => {
    if (typeof input === "number" || (typeof input === "string" && /^\d+(\.\d+)?$/.test(input))) {
      const [first, second] = units;
      return refuse("schema/unit", `${input} has no unit`, `write ${input}${first} or ${input}${second}`);
    }
    if (typeof input !== "string" || !pattern.test(input)) {
      return refuse("schema/value", `${kindOf(input)} is not ${what}`, `write ${what} such as ${example}`);
    }
    return take(parse(input), input);
  });

/** The bounds of a duration that its directive takes; without them, any. */
interface Between {
  readonly least?: Milliseconds;
  readonly most?: Milliseconds;
  /** Why the daemon refuses what lies outside. */
  readonly because?: string;
}

export const duration = (
  about: string,
  example = "5s",
  { least = 0, most = Number.POSITIVE_INFINITY, because = "" }: Between = {},
): Field<Milliseconds> =>
  united(
    `${about} A duration with its unit.`,
    { what: "a duration", pattern: DURATION, units: ["s", "ms"], example, parse: parseDuration },
    (value, input) => within(value, input, { least, most, show: showSeconds, because }),
  );

/** More than any host has: past it, figures are no longer exact. */
const MAX_SIZE: Bytes = 1024 ** 5;

export const size = (about: string, example = "4GiB", least: Bytes = 0): Field<Bytes> =>
  united(
    `${about} A size with its unit.`,
    { what: "a size", pattern: SIZE, units: ["MiB", "GiB"], example, parse: parseSize },
    (value, input) => within(value, input, { least, most: MAX_SIZE, show: showBytes }),
  );

export const percent = (about: string): Field<Share> =>
  united(about, {
    what: "a percentage",
    pattern: PERCENT,
    units: ["%", " %"],
    example: "40%",
    parse: parsePercent,
  });

/** A whole number between `least` and `most`. */
export const whole = (about: string, least: number, most = 2 ** 31 - 1): Field<number> =>
  field<number>({ type: "integer", minimum: least, maximum: most, description: about }, (input) =>
    typeof input === "number" && Number.isInteger(input)
      ? within(input, input, { least, most, show: String })
      : refuse(
          "schema/type",
          `${kindOf(input)} is not a whole number`,
          `write a whole number of at least ${least}`,
        ),
  );

interface Interval {
  readonly least: number;
  readonly most: number;
  readonly show: (bound: number) => string;
  readonly because?: string;
}

const within = (
  value: number,
  input: string | number,
  { least, most, show, because = "" }: Interval,
): Parse<number> => {
  const write = (bound: number): string => `write ${show(bound).replace(/[ ,]/g, "")}`;
  if (value < least)
    return refuse(
      "schema/value",
      `${input} is below the least that is taken, ${show(least)}${because}`,
      `${write(least)} or more`,
    );
  if (value > most)
    return refuse(
      "schema/value",
      `${input} is over the most that is taken, ${show(most)}${because}`,
      `${write(most)} or less`,
    );
  return accept(value);
};
