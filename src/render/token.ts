import type { Effective } from "../schema/effective.js";
import type { Origin } from "../yaml/place.js";

/** The library and the command line are two bundles, and a module of a project's own gets its tokens from the other one. */
const BRAND = Symbol.for("mmconf.token");

/** A piece of a rendered line that came from the inventory: its text, escaped for its target, and where it was written. */
export class Token {
  readonly [BRAND] = true;

  constructor(
    readonly text: string,
    private where: readonly Origin[] | (() => readonly Origin[]),
    /** Why the value is this one, where nobody wrote it: whose default it is. */
    readonly because: string | undefined = undefined,
    /** The pieces that it is put together of, where it is. */
    readonly parts: readonly Token[] = [],
  ) {}

  get origins(): readonly Origin[] {
    if (typeof this.where === "function") this.where = this.where();
    return this.where;
  }

  /** What a template puts in its place. */
  toString(): string {
    return this.text;
  }
}

export const isToken = (value: unknown): value is Token =>
  typeof value === "object" && value !== null && BRAND in value;

export const token = (text: string | number, ...origins: readonly Origin[]): Token =>
  new Token(String(text), origins);

/** A token whose places are looked up when they are asked for: a render shows none of those of 100,000 servers. */
export const tokenLater = (text: string, origins: () => readonly Origin[]): Token => new Token(text, origins);

/** An effective value, which may be a daemon's default written out. */
export const tokenInForce = ({ value, origin, because }: Effective<string | number>): Token =>
  new Token(String(value), [origin], because === "set" ? undefined : because);

/** Several pieces as one, each keeping its place. */
export const joinTokens = (parts: readonly Token[]): Token =>
  new Token(
    parts.map((part) => part.text).join(""),
    parts.flatMap((part) => part.origins),
    undefined,
    parts,
  );

/** What a template may show. */
export type View = { readonly [key: string]: ViewValue };
export type ViewValue = Token | string | number | boolean | null | View | readonly ViewValue[];
