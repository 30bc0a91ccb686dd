import type { DiffRuntime } from "../diff/targets.js";
import type { FleetRuntime } from "../fleet/targets.js";
import type { Renders } from "../render/render.js";
import type { Rule } from "../rules/define.js";
import type { SimulatedRuntime } from "../simulate/runtime.js";
import type { Tunable } from "../tune/on-servers.js";

/** All that mmconf knows of one runtime, by which a service comes by its slots: each room says what it asks of it. */
export interface Runtime extends FleetRuntime, DiffRuntime, Renders, SimulatedRuntime, Tunable {
  /** As its own manual names it: `mod_wsgi`. */
  readonly name: string;
  readonly rules?: readonly Rule[];
}

/** Defines a runtime; a project's own runtimes are defined with the same function. */
export const defineRuntime = (runtime: Runtime): Runtime => runtime;
