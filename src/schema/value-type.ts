import { flag as flagField, oneOf as oneOfField, onlyTrue } from "./choice-field.js";
import type { Field } from "./field.js";
import { whole as wholeField } from "./quantity-field.js";
import { path as pathField, text as textField, userName as userNameField } from "./text-field.js";

/** The words that stand behind a keyword on one line of its target's file, not yet escaped. */
export type Words = readonly string[];

/** How one type of value is given in an inventory, written in its target's file, read back from there, and shown to people. */
export interface ValueType<T> {
  /** Reads what an inventory gives. */
  field(about: string): Field<T>;
  /** One entry for each line that the value takes; none where leaving the keyword out says the same. */
  write(value: T): readonly Words[];
  /** What the words of one line mean; undefined where they are no value of this type. */
  read(words: Words): T | undefined;
  /** What a target means that has the keyword with a word before it that denies it. */
  readonly denied?: T;
  show(value: T): string;
  /** As an inventory gives them: what tests put in the place of every keyword of this type. */
  readonly samples: readonly unknown[];
}

/** A value of one word. */
export const word = <T>(
  type: Pick<ValueType<T>, "field" | "show" | "samples"> & {
    readonly write: (value: T) => string;
    readonly read: (word: string) => T | undefined;
  },
): ValueType<T> => ({
  ...type,
  write: (value) => [[type.write(value)]],
  read: ([first, ...more]) => (first === undefined || more.length > 0 ? undefined : type.read(first)),
});

/** A whole number between `least` and `most`. */
export const whole = (least: number, most?: number): ValueType<number> =>
  word({
    field: (about) => wholeField(about, least, most),
    write: String,
    read: (text) => {
      const value = Number(text);
      return /^\d+$/.test(text) && value >= least && value <= (most ?? Number.MAX_SAFE_INTEGER)
        ? value
        : undefined;
    },
    show: String,
    samples: [least, least + 1],
  });

/** A keyword that stands there or does not. */
export const flag: ValueType<boolean> = {
  field: flagField,
  write: (on) => (on ? [[]] : []),
  read: (words) => (words.length === 0 ? true : undefined),
  denied: false,
  show: (on) => (on ? "on" : "off"),
  samples: [true],
};

/** One that can be written and not taken back. `taker` is who has no word for that. */
export const onlyOn = (taker: string): ValueType<true> => ({
  field: (about) => onlyTrue(about, taker),
  write: () => [[]],
  read: (words) => (words.length === 0 ? true : undefined),
  show: () => "on",
  samples: [true],
});

export const oneOf = <const T extends string>(choices: readonly T[]): ValueType<T> =>
  word({
    field: (about) => oneOfField(about, choices),
    write: String,
    read: (text) => choices.find((one) => one === text),
    show: String,
    samples: choices,
  });

/** Words that match `pattern`, one blank between them; `what` completes "is not ...". */
export const text = (pattern: RegExp, what: string, ...samples: readonly [string, ...string[]]) =>
  texts((about) => textField(about, pattern, what, samples[0]), pattern, samples);

export const path = (sample: string): ValueType<string> =>
  texts((about) => pathField(about, sample), /^\//, [sample]);

export const userName = (sample: string): ValueType<string> =>
  texts((about) => userNameField(about, sample), /^[A-Za-z_]/, [sample]);

const texts = (
  field: ValueType<string>["field"],
  pattern: RegExp,
  samples: readonly string[],
): ValueType<string> => ({
  field,
  write: (value) => [value.split(" ")],
  read: (words) => {
    const value = words.join(" ");
    return pattern.test(value) ? value : undefined;
  },
  show: String,
  samples,
});
