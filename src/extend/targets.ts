import type { Rule } from "../rules/define.js";
import type { Module } from "./module.js";
import type { Runtime } from "./runtime.js";

/** All targets that there are: what comes with mmconf, and what a project adds. */
export interface Targets {
  readonly runtimes: readonly Runtime[];
  readonly modules: readonly Module[];
}

export const everyTarget = ({ runtimes, modules }: Targets): readonly (Runtime | Module)[] => [
  ...runtimes,
  ...modules,
];

export const rulesOf = (targets: Targets): readonly Rule[] =>
  everyTarget(targets).flatMap(({ rules }) => rules ?? []);
