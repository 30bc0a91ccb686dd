import type { HaproxySection } from "../haproxy/schema.js";
import { haproxySection } from "../haproxy/schema.js";
import { compareHosts } from "../text/hosts.js";
import type { MapNode } from "../yaml/node.js";
import { mapAt, originOf } from "../yaml/node.js";
import { problem } from "../yaml/problem.js";
import type { AppServer, Haproxy, Proxy } from "./fleet.js";
import { HostParts } from "./host-parts.js";
import { resolveHaproxy } from "./resolve-haproxy.js";
import type { Resolving } from "./resolving.js";
import { ServersBehind } from "./servers-behind.js";
import { modulesOf } from "./targets.js";
import { trafficShares } from "./traffic.js";

/** The proxies of an inventory, in the order of their names. */
export const resolveProxies = (
  { inventory, root, targets, sections, problems }: Resolving,
  appServers: readonly AppServer[],
): Proxy[] => {
  const names = Object.keys(inventory.proxies).sort(compareHosts);
  if (names.length === 0) {
    problems.add(
      problem(
        "schema/required",
        originOf(root, "proxies"),
        "there is no proxy",
        "write at least one host under proxies",
      ),
    );
  }
  const { shares, problems: wrongShares } = trafficShares(inventory.proxies, root);
  problems.addAll(wrongShares);
  const servers = new ServersBehind(appServers);
  const haproxyOf = (section: HaproxySection, node: MapNode): Haproxy => {
    const resolved = resolveHaproxy(section, node, servers);
    problems.addAll(resolved.problems);
    return resolved.haproxy;
  };
  const shared = haproxyOf(inventory.haproxy, mapAt(root, "haproxy"));
  const parts = new HostParts(modulesOf("proxies", targets.modules), root, inventory, sections);
  return names.map((name) => {
    const entry = inventory.proxies[name];
    const node = mapAt(root, "proxies", name);
    return {
      name,
      node,
      traffic: shares.get(name) ?? 0,
      memory: entry?.memory,
      nofile: entry?.nofile,
      haproxy: sections.of(haproxySection, ["haproxy"], node, haproxyOf) ?? shared,
      ...parts.of(node),
    };
  });
};
