import type { Located } from "../fleet/host.js";
import type { FleetModule, FleetRuntime, ReadService, ServiceKey } from "../fleet/targets.js";
import type { HasConsequences } from "./consequences.js";
import type { Effects } from "./rollout.js";
import type { Setting } from "./settings.js";

/** What comparing two fleets asks of the targets that there are. */
export interface DiffTargets {
  readonly runtimes: readonly DiffRuntime[];
  readonly modules: readonly DiffModule[];
}

/** A section as its schema has read it, and where it stands. */
export interface PlacedSection extends Located {
  readonly settings: unknown;
}

export interface DiffRuntime extends Pick<FleetRuntime, "key" | "schema" | "bind">, Effects {
  /** The settings of a service that runs under it; without it, every key of its section that is set. */
  settings?(service: ReadService): readonly Setting[];
}

export interface DiffModule extends Omit<FleetModule, "service">, Effects, HasConsequences {
  /** The effective settings in its section; without it, every key that is set. */
  settings?(section: PlacedSection): readonly Setting[];
  readonly service?: DiffServiceKey;
}

export interface DiffServiceKey extends ServiceKey {
  /** The effective settings in a service that has the key. */
  settings?(service: ReadService): readonly Setting[];
}
