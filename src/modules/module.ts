import type { $ZodType } from "zod/v4/core";
import type { Fleet } from "../fleet/fleet.js";
import type { Artefact } from "../render/artefact.js";
import type { Fill } from "../render/render.js";
import type { Rule } from "../rules/define.js";

/** All that mmconf knows of one target. */
export interface Module {
  readonly name: string;
  /** What it renders for a fleet. */
  readonly artefacts: (fleet: Fleet, fill: Fill) => readonly Artefact[];
  /** A section of the inventory that this module adds, under its own name; `fleet.extra[name]` holds what it read. */
  readonly schema?: $ZodType;
  readonly rules?: readonly Rule[];
}

/** Defines a module; a project's own modules are defined with the same function. */
export const defineModule = (module: Module): Module => module;
