import type { $ZodType } from "zod/v4/core";
import type { Service } from "../fleet/fleet.js";
import type { BoundRuntime } from "../fleet/runtime.js";
import type { Rule } from "../rules/define.js";
import type { MapNode } from "../yaml/node.js";
import type { Targeted } from "./module.js";

/** All that mmconf knows of one runtime: how a service comes by its slots. */
export interface Runtime<Section = unknown> extends Targeted {
  /** The key of a service under which its section stands: `wsgi`. */
  readonly key: string;
  /** As its own manual names it: `mod_wsgi`. */
  readonly name: string;
  readonly schema: $ZodType;
  /** What its section comes to; `node` is the service's. */
  bind(section: Section, node: MapNode, service: Service): BoundRuntime;
  readonly rules: readonly Rule[];
}
