import type { MapNode } from "../yaml/node.js";
import { mapAt } from "../yaml/node.js";
import type { Host, Part, Parts } from "./host.js";
import { defaultLimits } from "./host.js";
import type { HostSections } from "./host-sections.js";
import type { FleetModule } from "./targets.js";

/** What a host has of the modules' sections, and what that comes to. */
type HostPart = Pick<Host, "parts" | "limits">;

/** Gives hosts of one kind their parts; those that set nothing of their own share one. */
export class HostParts {
  private readonly shared: HostPart;

  constructor(
    private readonly modules: readonly FleetModule[],
    private readonly root: MapNode,
    inventory: Readonly<Record<string, unknown>>,
    private readonly sections: HostSections,
  ) {
    this.shared = this.bound(
      Object.fromEntries(
        this.modules.map((module) => [
          module.name,
          partFrom(module, inventory[module.name] ?? {}, mapAt(root, module.name)),
        ]),
      ),
    );
  }

  of(host: MapNode): HostPart {
    const own: Record<string, Part> = {};
    let found = false;
    for (const module of this.modules) {
      const { name, schema } = module;
      const part =
        schema &&
        this.sections.of(schema, [name], host, (settings, node) => partFrom(module, settings, node));
      if (part === undefined) continue;
      own[name] = part;
      found = true;
    }
    return found ? this.bound({ ...this.shared.parts, ...own }) : this.shared;
  }

  private bound(parts: Parts): HostPart {
    const limits = this.modules.flatMap((module) => {
      const part = parts[module.name];
      return part === undefined || module.limits === undefined ? [] : [module.limits(part)];
    });
    return { parts, limits: Object.assign({}, defaultLimits({ node: this.root }), ...limits) };
  }
}

const partFrom = ({ rawLines }: FleetModule, settings: unknown, node: MapNode): Part => ({
  settings,
  node,
  rawLines,
});
