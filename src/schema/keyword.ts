import * as z from "zod/mini";
import type { Field } from "./field.js";
import type { ValueType } from "./value-type.js";

/** What mmconf knows of one keyword of a target: all that is done with it follows from here. */
export interface Keyword<T = unknown> {
  readonly type: ValueType<T>;
  /** What it does, for the reference and for editors, without its full stop. */
  readonly about: string;
  /** The section may not be without it. */
  readonly required?: true;
  /** Other names that the target has, or had, for it. */
  readonly formerly?: readonly string[];
}

/** The keywords of one section by the keys of the inventory, in the order in which they are rendered. */
export type Keywords = Readonly<Record<string, Keyword>>;

type ValueOf<K> = K extends { readonly type: ValueType<infer T> } ? T : never;
type RequiredIn<T> = { [K in keyof T]: T[K] extends { readonly required: true } ? K : never }[keyof T];

/** What a section sets. */
export type SettingsOf<T> = { readonly [K in RequiredIn<T>]: ValueOf<T[K]> } & {
  readonly [K in Exclude<keyof T, RequiredIn<T>>]?: ValueOf<T[K]> | undefined;
};

type FieldsOf<T> = {
  [K in keyof T]: K extends RequiredIn<T> ? Field<ValueOf<T[K]>> : z.ZodMiniOptional<Field<ValueOf<T[K]>>>;
};

/** The shape of a section: a field for each keyword, documented as `about` says. */
export const fieldsOf = <K extends Keyword, T extends Readonly<Record<string, K>>>(
  keywords: T & Readonly<Record<string, K>>,
  about: (keyword: K, key: string) => string,
): FieldsOf<T> => {
  const fields = Object.entries<K>(keywords).map(([key, keyword]) => {
    const field = keyword.type.field(about(keyword, key));
    return [key, keyword.required ? field : z.optional(field)];
  });
  return Object.fromEntries(fields) as FieldsOf<T>;
};
