import { upgrade } from "../inventory/format-1.js";
import type { LoadedTree } from "../inventory/load.js";
import type { Inventory } from "../inventory/schema.js";
import type { Shaped } from "../schema/shape.js";
import { readShape } from "../schema/shape.js";
import { mapAt, nodeAt, withoutNulls } from "../yaml/node.js";
import type { Problem } from "../yaml/problem.js";
import type { Fleet, Proxy } from "./fleet.js";
import { HostSections } from "./host-sections.js";
import { Problems } from "./problems.js";
import { resolveAppServers } from "./resolve-app-servers.js";
import { resolveProxies } from "./resolve-proxies.js";
import { requirePorts, requireSlots, underHost } from "./resolve-services.js";
import { resolveStorm } from "./resolve-storm.js";
import type { Resolving } from "./resolving.js";
import { shapesOf } from "./shapes.js";
import { requireAddresses } from "./storm-addresses.js";
import { strayNulls } from "./stray-nulls.js";
import type { FleetTargets } from "./targets.js";

export type Resolved =
  | { readonly ok: true; readonly fleet: Fleet }
  | { readonly ok: false; readonly problems: readonly Problem[] };

type InventoryTree = Pick<LoadedTree, "root" | "problems" | "recordings">;

/** Makes the fleet of one environment from its located tree, or lists every problem. */
export const resolveFleet = (environment: string, tree: InventoryTree, targets: FleetTargets): Resolved => {
  const root = upgrade(tree.root);
  if (tree.problems.length > 0) return { ok: false, problems: tree.problems };
  const nulls = strayNulls(root, targets);
  const shaped = readShape(shapesOf(targets).inventory, withoutNulls(root));
  if (!shaped.ok || nulls.length > 0) return { ok: false, problems: withNulls(nulls, shaped) };
  const inventory = shaped.value as Inventory;
  const problems = new Problems();
  const sections = new HostSections(root, problems, underHost(root, targets));
  const resolving = { inventory, root, targets, sections, problems };
  const appServers = resolveAppServers(resolving);
  const whole = problems.found.length === 0;
  const proxies = resolveProxies(resolving, appServers);
  if (whole) {
    requirePorts(appServers, resolving);
    requireSlots(proxies, resolving);
  }
  // A route that leads nowhere would be reported again.
  if (problems.found.length === 0) requireAddresses(proxies, resolving);
  if (problems.found.length > 0) return { ok: false, problems: problems.found };
  const fleet = { environment, ...notes(resolving, tree, proxies), proxies, appServers };
  return { ok: true, fleet };
};

/** A key that has nothing but a null is reported once. */
const withNulls = (nulls: readonly Problem[], shaped: Shaped<unknown>): readonly Problem[] => {
  if (shaped.ok) return nulls;
  const reported = new Set(nulls.map(({ at }) => at.path));
  return [...nulls, ...shaped.problems.filter(({ at }) => !reported.has(at.path))];
};

/** What a fleet is besides its hosts. */
const notes = (
  { inventory, root, targets }: Resolving,
  { recordings }: InventoryTree,
  proxies: readonly Proxy[],
): Omit<Fleet, "environment" | "proxies" | "appServers"> => ({
  description: inventory.description ?? "",
  node: root,
  storms: Object.entries(inventory.storms ?? {}).map(([name, storm]) =>
    resolveStorm(name, storm, mapAt(root, "storms", name), { recordings, proxies }),
  ),
  recordings,
  waivers: (inventory.accept ?? []).map((waiver, index) => {
    const node = nodeAt(root, "accept", index);
    return { ...waiver, node: node?.kind === "map" ? node : root };
  }),
  extra: Object.fromEntries(
    targets.modules.flatMap(({ name, schema }) => (schema === undefined ? [] : [[name, inventory[name]]])),
  ),
});
