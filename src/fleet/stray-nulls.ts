import type { MapNode } from "../yaml/node.js";
import { isNull, nodeAt } from "../yaml/node.js";
import type { Problem } from "../yaml/problem.js";
import { problem } from "../yaml/problem.js";

/** What hosts have of their own is laid on the fleet's section of that name, and nulls in it are looked at then. */
const LAID_LATER: Readonly<Record<string, readonly string[]>> = {
  proxies: ["haproxy", "kernel"],
  app_servers: ["mirrorlist", "apache", "kernel"],
  backups: ["mirrorlist", "apache", "kernel"],
};

/** The nulls that stand on nothing in an inventory, or in its section `name` as a host has it: each would be lost in silence. */
export const strayNulls = (section: MapNode, name?: string): readonly Problem[] => {
  const start = name === undefined ? [] : [name];
  const problems: Problem[] = [];
  const clean = new Set<MapNode>();
  const walk = (map: MapNode, path: readonly string[]): void => {
    if (map.repeats !== undefined && clean.has(map.repeats)) return;
    const before = problems.length;
    for (const [key, child] of map.entries) {
      if (isNull(child)) {
        const removes = isServerLine(path) && nodeAt(section, ...shared(path.slice(start.length)), key);
        if (!removes) problems.push(stray(child.origin));
      } else if (child.kind === "map" && !isLaidLater(path, key)) walk(child, [...path, key]);
    }
    if (problems.length === before) clean.add(map);
  };
  walk(section, start);
  return problems;
};

const isLaidLater = ([section = "", ...host]: readonly string[], key: string): boolean =>
  host.length === 1 && LAID_LATER[section]?.includes(key) === true;

/** haproxy.listeners.web.servers.app1 stands on haproxy.listeners.web.server. */
const isServerLine = (path: readonly string[]): boolean =>
  path.length === 5 && path[0] === "haproxy" && path[1] === "listeners" && path[3] === "servers";

const shared = (path: readonly string[]): readonly string[] => [...path.slice(0, -2), "server"];

const stray = (at: Problem["at"]): Problem =>
  problem(
    "schema/value",
    at,
    `${at.path}: null removes what it stands on, and it stands on nothing`,
    "take it out, or give it a value; a host that sets nothing of its own is written {}",
  );
