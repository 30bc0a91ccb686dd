import type { Fleet } from "../fleet/fleet.js";
import type { Artefact } from "../render/artefact.js";
import type { View } from "../render/template.js";

/** Fills a template by its name: `haproxy/haproxy.cfg` is `templates/haproxy/haproxy.cfg.hbs`. */
export type Fill = (template: string, view: View) => string;

/** What every target may have, be it a module or a runtime. */
export interface Targeted {
  /** What it renders for a fleet. */
  readonly artefacts?: (fleet: Fleet, fill: Fill) => readonly Artefact[];
}
