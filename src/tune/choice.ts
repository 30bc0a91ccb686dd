import type { Milliseconds } from "../text/units.js";

/** `80 processes`: so many of what a service's slots come in, by the setting that says how many there are. */
export interface UnitCount {
  readonly service: string;
  readonly setting: string;
  readonly count: number;
}

export interface UnitChoice extends UnitCount {
  readonly because: string;
  /** The rule that asks for as many, where the storm alone does not. */
  readonly rule: string | undefined;
}

/** The numbers that arithmetic can't settle; simulation does. */
export interface Choice {
  /** How many of what the slots come in, on every app server; undefined leaves them as they are. */
  readonly units: UnitChoice | undefined;
  /** How the slots are divided among the proxies. */
  readonly share: "traffic" | "equal";
  /** timeout queue of the listeners with slots; undefined leaves it as it is. */
  readonly queue: { readonly value: Milliseconds; readonly because: string } | undefined;
}
