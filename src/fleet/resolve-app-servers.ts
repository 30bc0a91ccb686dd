import { apacheSection } from "../apache/schema.js";
import type { AppServerEntry, Inventory, ServiceSection } from "../inventory/schema.js";
import { serviceSection } from "../inventory/schema.js";
import { compareHosts } from "../text/hosts.js";
import type { MapNode } from "../yaml/node.js";
import { mapAt, originOf } from "../yaml/node.js";
import { problem } from "../yaml/problem.js";
import type { AppServer, Service } from "./fleet.js";
import type { HostSections } from "./host-sections.js";
import type { Problems } from "./problems.js";
import { SERVICE } from "./service.js";

const ROLES = [
  ["app_servers", "active"],
  ["backups", "backup"],
] as const;

/** The app servers and backups of an inventory, in the order of their names. */
export const resolveAppServers = (
  inventory: Inventory,
  root: MapNode,
  sections: HostSections,
  problems: Problems,
): AppServer[] => {
  const shared = sharedParts(inventory, root);
  const hosts: AppServer[] = [];
  for (const [section, role] of ROLES) {
    const nodes = mapAt(root, section);
    const entries = inventory[section] ?? {};
    // Not Object.entries: it sorts 100,000 of them by the order in which they were set.
    for (const name of Object.keys(entries)) {
      const entry = entries[name] ?? {};
      const node = mapAt(nodes, name);
      if (role === "backup" && Object.hasOwn(inventory.app_servers, name)) {
        const at = originOf(root, "app_servers", name);
        const message = `${name} is in app_servers (line ${at.line}) and in backups`;
        problems.add(problem("schema/hosts", node.origin, message, "keep it in one of the two"));
        continue;
      }
      hosts.push({
        name,
        role,
        node,
        address: entry.address ?? name,
        memory: entry.memory,
        baseMemory: entry.base_memory,
        reserveMemory: entry.reserve_memory ?? 0,
        ...partsOf(entry, node, sections, shared),
      });
    }
  }
  if (Object.keys(inventory.app_servers).length === 0) {
    problems.add(
      problem(
        "schema/required",
        originOf(root, "app_servers"),
        "there is no app server",
        "write at least one host under app_servers",
      ),
    );
  }
  return hosts.sort((a, b) => compareHosts(a.name, b.name));
};

/** What hosts that set nothing of their own share. */
type Parts = Pick<AppServer, "service" | "apache" | "kernel">;

const sharedParts = ({ mirrorlist, apache, kernel }: Inventory, root: MapNode): Parts => ({
  service: mirrorlist && serviceOf(mirrorlist, mapAt(root, SERVICE)),
  apache: { settings: apache ?? {}, node: mapAt(root, "apache") },
  kernel: { settings: kernel ?? {}, node: mapAt(root, "kernel") },
});

const partsOf = (entry: AppServerEntry, node: MapNode, sections: HostSections, shared: Parts): Parts => ({
  service: (entry.mirrorlist && sections.of(serviceSection, SERVICE, node, serviceOf)) ?? shared.service,
  apache:
    sections.of(apacheSection, "apache", node, (settings, at) => ({ settings, node: at })) ?? shared.apache,
  kernel: sections.kernelOf(node) ?? shared.kernel,
});

const serviceOf = ({ wsgi, server, site }: ServiceSection, node: MapNode): Service => ({
  name: SERVICE,
  wsgi,
  server,
  site,
  node,
});
