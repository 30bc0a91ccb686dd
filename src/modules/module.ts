import type { $ZodType } from "zod/v4/core";
import type { Renderer } from "../render/render.js";
import type { Rule } from "../rules/define.js";

/** All that mmconf knows of one target. */
export interface Module extends Renderer {
  readonly name: string;
  /** A section of the inventory that this module adds, under its own name; `fleet.extra[name]` holds what it read. */
  readonly schema?: $ZodType;
  readonly rules?: readonly Rule[];
}

/** Defines a module; a project's own modules are defined with the same function. */
export const defineModule = (module: Module): Module => module;
