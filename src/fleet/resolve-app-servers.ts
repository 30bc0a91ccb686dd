import { compareHosts } from "../text/hosts.js";
import { mapAt, originOf } from "../yaml/node.js";
import { problem } from "../yaml/problem.js";
import type { AppServer } from "./fleet.js";
import { HostParts } from "./host-parts.js";
import { resolveServices } from "./resolve-services.js";
import type { Resolving } from "./resolving.js";
import { modulesOf } from "./targets.js";

const ROLES = [
  ["app_servers", "active"],
  ["backups", "backup"],
] as const;

/** The app servers and backups of an inventory, in the order of their names. */
export const resolveAppServers = (resolving: Resolving): AppServer[] => {
  const { inventory, root, targets, sections, problems } = resolving;
  const servicesOf = resolveServices(resolving);
  const parts = new HostParts(modulesOf("app_servers", targets.modules), root, inventory, sections);
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
        services: servicesOf(name, node),
        ...parts.of(node),
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
