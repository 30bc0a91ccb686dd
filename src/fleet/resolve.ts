import { upgrade } from "../inventory/format-1.js";
import type { LoadedTree } from "../inventory/load.js";
import type { ExtraSections, Inventory } from "../inventory/schema.js";
import { schemaWith } from "../inventory/schema.js";
import type { Shaped } from "../schema/shape.js";
import { readShape } from "../schema/shape.js";
import { mapAt, nodeAt, originOf, withoutNulls } from "../yaml/node.js";
import type { Problem } from "../yaml/problem.js";
import { problem } from "../yaml/problem.js";
import type { Fleet, Proxy } from "./fleet.js";
import { HostSections } from "./host-sections.js";
import { Problems } from "./problems.js";
import { resolveAppServers } from "./resolve-app-servers.js";
import { resolveProxies } from "./resolve-proxies.js";
import { resolveStorm } from "./resolve-storm.js";
import { SERVICE } from "./service.js";
import { strayNulls } from "./stray-nulls.js";

export type Resolved =
  | { readonly ok: true; readonly fleet: Fleet }
  | { readonly ok: false; readonly problems: readonly Problem[] };

type Tree = Pick<LoadedTree, "root" | "problems" | "recordings">;

/** Makes the fleet of one environment from its located tree, or says all that stands in the way. */
export const resolveFleet = (environment: string, tree: Tree, extra: ExtraSections = {}): Resolved => {
  const root = upgrade(tree.root);
  if (tree.problems.length > 0) return { ok: false, problems: tree.problems };
  const nulls = strayNulls(root);
  const shaped = readShape(schemaWith(extra), withoutNulls(root));
  if (!shaped.ok || nulls.length > 0) return { ok: false, problems: withNulls(nulls, shaped) };
  const inventory = shaped.value as Inventory;
  const problems = new Problems();
  const sections = new HostSections(root, problems);
  const appServers = resolveAppServers(inventory, root, sections, problems);
  const proxies = resolveProxies(inventory, root, appServers, sections, problems);
  requireSlots(proxies, problems);
  if (problems.found.length > 0) return { ok: false, problems: problems.found };
  const fleet = { environment, ...notes(inventory, { ...tree, root }, extra), proxies, appServers };
  return { ok: true, fleet };
};

/** A key that has nothing but a null is told once. */
const withNulls = (nulls: readonly Problem[], shaped: Shaped<unknown>): readonly Problem[] => {
  if (shaped.ok) return nulls;
  const told = new Set(nulls.map(({ at }) => at.path));
  return [...nulls, ...shaped.problems.filter(({ at }) => !told.has(at.path))];
};

/** A listener that takes slots needs app servers that have them. */
const requireSlots = (proxies: readonly Proxy[], problems: Problems): void => {
  for (const { listeners } of new Set(proxies.map((proxy) => proxy.haproxy))) {
    for (const listener of listeners) {
      const bare =
        listener.own.slots === undefined
          ? undefined
          : listener.lines.find((line) => line.server.service === undefined);
      if (bare === undefined) continue;
      const message = `${listener.name} takes slots of ${listener.own.slots}, and ${bare.server.name} has none: there is no ${SERVICE} section with wsgi processes`;
      const fix = `write ${SERVICE}: { wsgi: { processes, threads } }, or take slots out of the listener`;
      problems.add(problem("schema/slots", originOf(listener.node, "slots"), message, fix));
    }
  }
};

/** What a fleet is besides its hosts. */
const notes = (
  inventory: Inventory,
  { root, recordings }: Tree,
  extra: ExtraSections,
): Omit<Fleet, "environment" | "proxies" | "appServers"> => {
  const all: Readonly<Record<string, unknown>> = inventory;
  return {
    description: inventory.description ?? "",
    node: root,
    storms: Object.entries(inventory.storms ?? {}).map(([name, storm]) =>
      resolveStorm(name, storm, mapAt(root, "storms", name), recordings),
    ),
    recordings,
    waivers: (inventory.accept ?? []).map((waiver, index) => {
      const node = nodeAt(root, "accept", index);
      return { ...waiver, node: node?.kind === "map" ? node : root };
    }),
    extra: Object.fromEntries(Object.keys(extra).map((name) => [name, all[name]])),
  };
};
