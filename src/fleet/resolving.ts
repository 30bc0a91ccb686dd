import type { Inventory } from "../inventory/schema.js";
import type { MapNode } from "../yaml/node.js";
import type { HostSections } from "./host-sections.js";
import type { Problems } from "./problems.js";
import type { FleetTargets } from "./targets.js";

/** What the hosts of an inventory are made of. */
export interface Resolving {
  readonly inventory: Inventory;
  readonly root: MapNode;
  readonly targets: FleetTargets;
  readonly sections: HostSections;
  readonly problems: Problems;
}
