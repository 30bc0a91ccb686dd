/**
 * As much of zod's types as the library's own are written with, so that they need no zod to be read. A schema made with
 * zod itself is one of these: both tell by `_zod.output` what they read.
 */
export declare namespace core {
  interface $ZodTypeInternals<O = unknown, I = unknown> {
    readonly output: O;
    readonly input: I;
  }
  interface $ZodType<O = unknown, I = unknown, Internals = $ZodTypeInternals<O, I>> {
    readonly _zod: Internals;
  }
  type $ZodCheck<_T = unknown> = unknown;
  type $strict = unknown;
}
export type $ZodType<O = unknown, I = unknown> = core.$ZodType<O, I>;
export type output<T> = T extends { readonly _zod: { readonly output: infer O } } ? O : unknown;

type Shape = { readonly [key: string]: core.$ZodType };
type OptionalKeys<S extends Shape> = {
  [K in keyof S]: S[K] extends ZodMiniOptional<core.$ZodType> ? K : never;
}[keyof S];
type Flat<T> = { [K in keyof T]: T[K] };

export interface ZodMiniTransform<O, I = unknown> extends core.$ZodType<O, I> {
  readonly transforms?: true;
}
export interface ZodMiniOptional<T extends core.$ZodType> extends core.$ZodType<output<T> | undefined> {
  readonly optional: T;
}
export interface ZodMiniArray<T extends core.$ZodType> extends core.$ZodType<output<T>[]> {}
export interface ZodMiniRecord<K extends core.$ZodType, V extends core.$ZodType>
  extends core.$ZodType<Record<string, output<V>>> {
  readonly key?: K;
}
export interface ZodMiniString<T = string> extends core.$ZodType<T> {}
export interface ZodMiniUnknown extends core.$ZodType<unknown> {}
export interface ZodMiniObject<S extends Shape, C = unknown>
  extends core.$ZodType<
    Flat<
      { -readonly [K in Exclude<keyof S, OptionalKeys<S>>]: output<S[K]> } & {
        -readonly [K in OptionalKeys<S>]?: output<S[K]>;
      }
    >
  > {
  readonly config?: C;
}
