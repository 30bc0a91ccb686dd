import * as z from "zod/mini";
import type { ProblemKind } from "../yaml/problem.js";

/** What a field's parser says: the typed value, or what is wrong with the one given and how to fix it. */
export type Parse<T> =
  | { readonly ok: true; readonly value: T }
  | {
      readonly ok: false;
      readonly rule: ProblemKind;
      readonly message: string;
      readonly fix: string;
      /** The key below the value that is wrong, where it is one. */
      readonly key?: string | undefined;
    };

/** Carried by the zod issue of a field, so that the finding keeps its slug and its fix. */
export interface FieldIssue {
  readonly rule: ProblemKind;
  readonly fix: string;
}

type JsonSchema = Readonly<Record<string, unknown>>;

export const accept = <T>(value: T): Parse<T> => ({ ok: true, value });
export const refuse = (rule: ProblemKind, message: string, fix: string, key?: string): Parse<never> => ({
  ok: false,
  rule,
  message,
  fix,
  key,
});

/** A zod schema of one value, whose refusals are findings and whose JSON Schema is given by hand. */
export const field = <T>(jsonSchema: JsonSchema, parse: (input: unknown) => Parse<T>) =>
  z
    .transform((input, context): T => {
      const parsed =
        input === undefined
          ? refuse("schema/required", "is required and not set", fixRequired(jsonSchema))
          : parse(input);
      if (parsed.ok) return parsed.value;
      const params: FieldIssue = { rule: parsed.rule, fix: parsed.fix };
      const path = parsed.key === undefined ? [] : [parsed.key];
      context.issues.push({ code: "custom", input, message: parsed.message, path, params: { ...params } });
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

const fixRequired = (jsonSchema: JsonSchema): string => {
  const [example] = (jsonSchema.examples as readonly unknown[] | undefined) ?? [];
  return example === undefined ? "set it" : `set it, for instance to ${String(example)}`;
};

/** What was given, as a message quotes it. */
export const shown = (input: unknown): string => {
  const text = JSON.stringify(input) ?? String(input);
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
};

/** The same, where it need not be a scalar. */
export const kindOf = (input: unknown): string =>
  input === null
    ? "nothing"
    : Array.isArray(input)
      ? "a list"
      : typeof input === "object"
        ? "a map"
        : shown(input);
