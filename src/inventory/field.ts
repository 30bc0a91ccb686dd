import * as z from "zod/mini";
import type { ProblemKind } from "./problem.js";
import type { Bytes, Milliseconds, Share } from "./units.js";
import { DURATION, PERCENT, parseDuration, parsePercent, parseSize, SIZE, showSeconds } from "./units.js";

/** What a field's parser says: the typed value, or what is wrong with the one given and how to mend it. */
export type Parse<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly check: ProblemKind; readonly message: string; readonly mend: string };

/** Carried by the zod issue of a field, so that the finding keeps its slug and its mend. */
export interface FieldIssue {
  readonly check: ProblemKind;
  readonly mend: string;
}

type JsonSchema = Readonly<Record<string, unknown>>;

export const accept = <T>(value: T): Parse<T> => ({ ok: true, value });
export const refuse = (check: ProblemKind, message: string, mend: string): Parse<never> => ({
  ok: false,
  check,
  message,
  mend,
});

/** A zod schema of one scalar, whose refusals are findings and whose JSON Schema is given by hand. */
export const field = <T>(jsonSchema: JsonSchema, parse: (input: unknown) => Parse<T>) =>
  z
    .transform((input, context): T => {
      const parsed =
        input === undefined
          ? refuse("schema/required", "is required and not set", mendRequired(jsonSchema))
          : parse(input);
      if (parsed.ok) return parsed.value;
      const params: FieldIssue = { check: parsed.check, mend: parsed.mend };
      context.issues.push({ code: "custom", input, message: parsed.message, params: { ...params } });
      return z.NEVER;
    })
    .register(z.globalRegistry, withSamples(jsonSchema));

/** A section with what it is about, for the reference and for editors. */
export const described = <S extends z.core.$ZodType>(about: string, schema: S): S => {
  const section = z.clone(schema);
  z.globalRegistry.add(section, { description: about });
  return section;
};

/** zod drops the examples of what it transforms; under a name of its own they stay, until the JSON Schema is written. */
export const SAMPLES = "samples";

const withSamples = ({ examples, ...rest }: JsonSchema): JsonSchema =>
  examples === undefined ? rest : { ...rest, [SAMPLES]: examples };

export type Field<T> = ReturnType<typeof field<T>>;

const mendRequired = (jsonSchema: JsonSchema): string => {
  const [example] = (jsonSchema.examples as readonly unknown[] | undefined) ?? [];
  return example === undefined ? "set it" : `set it, for instance to ${String(example)}`;
};

const show = (input: unknown): string => {
  const text = JSON.stringify(input) ?? String(input);
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
};

const kindOf = (input: unknown): string =>
  input === null
    ? "nothing"
    : Array.isArray(input)
      ? "a list"
      : typeof input === "object"
        ? "a map"
        : show(input);

const united = <T extends number>(
  pattern: RegExp,
  what: string,
  units: readonly string[],
  example: string,
  parse: (text: string) => T,
  about: string,
  bounds: Between = {},
) =>
  field<T>({ type: "string", pattern: pattern.source, description: about, examples: [example] }, (input) => {
    if (typeof input === "number" || (typeof input === "string" && /^\d+(\.\d+)?$/.test(input))) {
      const [first = "", second = ""] = units;
      return refuse("schema/unit", `${input} has no unit`, `write ${input}${first} or ${input}${second}`);
    }
    if (typeof input !== "string" || !pattern.test(input)) {
      return refuse("schema/value", `${kindOf(input)} is not ${what}`, `write ${what} such as ${example}`);
    }
    const value = parse(input);
    const { least = 0, most = Number.POSITIVE_INFINITY, because = "" } = bounds;
    if (value < least)
      return refuse(
        "schema/value",
        `${input} is below the least that is taken, ${showSeconds(least)}${because}`,
        `write ${showSeconds(least).replace(" ", "")} or more`,
      );
    if (value > most)
      return refuse(
        "schema/value",
        `${input} is over the most that is taken, ${showSeconds(most)}${because}`,
        `write ${showSeconds(most).replace(/[ ,]/g, "")} or less`,
      );
    return accept(value);
  });

/** The bounds of a duration that its directive takes; without them, any. */
interface Between {
  readonly least?: Milliseconds;
  readonly most?: Milliseconds;
  /** Why the daemon refuses what lies outside. */
  readonly because?: string;
}

export const duration = (about: string, example = "5s", bounds: Between = {}): Field<Milliseconds> =>
  united(
    DURATION,
    "a duration",
    ["s", "ms"],
    example,
    parseDuration,
    `${about} A duration with its unit.`,
    bounds,
  );

export const size = (about: string, example = "4GiB"): Field<Bytes> =>
  united(SIZE, "a size", ["MiB", "GiB"], example, parseSize, `${about} A size with its unit.`);

export const percent = (about: string): Field<Share> =>
  united(PERCENT, "a percentage", ["%", " %"], "40%", parsePercent, about);

/** A whole number between `least` and `most`. */
export const whole = (about: string, least: number, most = 2 ** 31 - 1): Field<number> =>
  field<number>({ type: "integer", minimum: least, maximum: most, description: about }, (input) => {
    if (typeof input !== "number" || !Number.isInteger(input)) {
      return refuse(
        "schema/type",
        `${kindOf(input)} is not a whole number`,
        `write a whole number of at least ${least}`,
      );
    }
    if (input < least)
      return refuse(
        "schema/value",
        `${input} is below the least that is taken, ${least}`,
        `write ${least} or more`,
      );
    if (input > most)
      return refuse(
        "schema/value",
        `${input} is over the most that is taken, ${most}`,
        `write ${most} or less`,
      );
    return accept(input);
  });

/** A setting that can be written and not taken back: the daemon has no form that denies it. */
export const onlyOn = (about: string): Field<true> =>
  field<true>({ const: true, description: about }, (input) =>
    input === true
      ? accept(true)
      : refuse(
          "schema/value",
          `${kindOf(input)} is not true, and HAProxy has no word that takes this option back`,
          "write true, or leave it out; null removes what an extended inventory says",
        ),
  );

export const flag = (about: string): Field<boolean> =>
  field<boolean>({ type: "boolean", description: about }, (input) =>
    typeof input === "boolean"
      ? accept(input)
      : refuse("schema/type", `${kindOf(input)} is neither true nor false`, "write true or false"),
  );

export const oneOf = <const T extends string>(about: string, choices: readonly T[]): Field<T> =>
  field<T>({ type: "string", enum: choices, description: about }, (input) => {
    const found = choices.find((choice) => choice === input);
    return found
      ? accept(found)
      : refuse(
          "schema/value",
          `${kindOf(input)} is none of ${choices.join(", ")}`,
          `write ${choices.join(" or ")}`,
        );
  });

/** Text that must match `pattern` as a whole; `what` completes "is not ...". */
export const text = (about: string, pattern: RegExp, what: string, example: string): Field<string> =>
  field<string>(
    { type: "string", pattern: pattern.source, description: about, examples: [example] },
    (input) => {
      // YAML reads 2.6 and 80 as numbers: a number that prints as it was written is taken as its text.
      const given = typeof input === "number" ? String(input) : input;
      if (typeof given !== "string")
        return refuse("schema/type", `${kindOf(input)} is not ${what}`, `write ${what} such as ${example}`);
      const control = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/.exec(given);
      if (control) {
        const code = control[0].charCodeAt(0);
        const name =
          code === 10 ? "a line break" : `the control character U+${code.toString(16).padStart(4, "0")}`;
        return refuse(
          "schema/value",
          `${show(given)} holds ${name}, which would end the directive`,
          "write it on one line",
        );
      }
      if (!pattern.test(given))
        return refuse("schema/value", `${show(given)} is not ${what}`, `write ${what} such as ${example}`);
      return accept(given);
    },
  );

export const userName = (about: string, example: string): Field<string> =>
  text(about, /^[A-Za-z_][A-Za-z0-9_.-]{0,31}$/, "a user or group name", example);

/** An absolute path without blanks, quotes, `#`, `%`, `$` or backslashes: none of the targets can misread it. */
export const path = (about: string, example: string): Field<string> =>
  text(about, /^\/[A-Za-z0-9_./@:+,=~-]*$/, "an absolute path of plain characters", example);

export const hostName = (about: string, example: string): Field<string> =>
  text(
    about,
    /^(?:[A-Za-z0-9_]([A-Za-z0-9_.-]*[A-Za-z0-9])?|\[?[0-9A-Fa-f]*:[0-9A-Fa-f:.]*\]?)$/,
    "a host name or an IP address",
    example,
  );

/** Free text for people; it reaches comments and reports, never a directive. */
export const prose = (about: string): Field<string> =>
  field<string>({ type: "string", description: about }, (input) =>
    typeof input === "string" && !/[\u0000-\u0008\u000b-\u001f\u007f]/.test(input)
      ? accept(input.trim())
      : refuse("schema/type", `${kindOf(input)} is not a sentence`, "write plain text"),
  );

export const isoDate = (about: string): Field<string> =>
  field<string>({ type: "string", format: "date", description: about, examples: ["2027-06-01"] }, (input) =>
    typeof input === "string" && isDay(input)
      ? accept(input)
      : refuse("schema/value", `${kindOf(input)} is not a date`, "write a date such as 2027-06-01"),
  );

/** True for a day of the calendar, as 2027-06-01: the 30th of February is none. */
export const isDay = (text: string): boolean => {
  const date = /^\d{4}-\d{2}-\d{2}$/.test(text) ? new Date(`${text}T00:00:00Z`) : undefined;
  return date !== undefined && !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
};

/**
 * A line handed to the target as it stands. `forbidden` holds what would open another block or run into the next
 * line in that target's language; everything else is the daemon's own checker's to judge.
 */
export const rawLine = (about: string, forbidden: RegExp, why: string): Field<string> =>
  field<string>({ type: "string", description: about }, (input) => {
    if (typeof input !== "string" || input.trim() === "")
      return refuse("schema/type", `${kindOf(input)} is not a line`, "write one directive as text");
    if (/[\u0000-\u0008\u000a-\u001f\u007f]/.test(input))
      return refuse(
        "schema/value",
        "a directive must stand on one line",
        "write one list item for each line",
      );
    if (forbidden.test(input))
      return refuse("schema/value", `${show(input)} ${why}`, "write plain directives of this section only");
    return accept(input.trim());
  });
