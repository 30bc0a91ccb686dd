import type { DiffModule } from "../diff/targets.js";
import type { Renders } from "../render/render.js";
import type { Rule } from "../rules/define.js";
import type { Tunable } from "../tune/on-servers.js";

/** All that mmconf knows of one target besides runtimes: each room says what it asks of it. */
export interface Module extends DiffModule, Renders, Tunable {
  readonly rules?: readonly Rule[];
}

/** Defines a module; a project's own modules are defined with the same function. */
export const defineModule = (module: Module): Module => module;
