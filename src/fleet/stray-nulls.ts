import { SERVICE } from "../inventory/format-1.js";
import type { MapNode } from "../yaml/node.js";
import { isNull, nodeAt } from "../yaml/node.js";
import type { Problem } from "../yaml/problem.js";
import { problem } from "../yaml/problem.js";
import type { FleetTargets } from "./targets.js";
import { modulesOf } from "./targets.js";

/** The nulls that stand on nothing in an inventory: each would be lost in silence. */
export const strayNulls = (root: MapNode, targets: FleetTargets): readonly Problem[] => {
  const later = laidLater(targets);
  return nullsBelow(root, [], ([section = "", ...host], key) =>
    host.length === 1 ? later[section]?.has(key) === true : false,
  );
};

/** The same in the section `name` as a host has it: the fleet's, with its own laid on it. */
export const strayNullsIn = (section: MapNode, name: string): readonly Problem[] =>
  nullsBelow(section, [name], () => false);

/** What hosts have of their own is laid on the fleet's section of that name, and nulls in it are looked at then. */
const laidLater = ({ modules }: FleetTargets): Readonly<Record<string, ReadonlySet<string>>> => {
  const proxies = ["haproxy", ...modulesOf("proxies", modules).map(({ name }) => name)];
  const servers = new Set([
    SERVICE,
    "services",
    ...modulesOf("app_servers", modules).map(({ name }) => name),
  ]);
  return { proxies: new Set(proxies), app_servers: servers, backups: servers };
};

type Path = readonly string[];

const nullsBelow = (
  section: MapNode,
  start: Path,
  isLaidLater: (path: Path, key: string) => boolean,
): readonly Problem[] => {
  const problems: Problem[] = [];
  const clean = new Set<MapNode>();
  const walk = (map: MapNode, path: Path): void => {
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

/** haproxy.listeners.web.servers.app1 stands on haproxy.listeners.web.server. */
const isServerLine = (path: Path): boolean =>
  path.length === 5 && path[0] === "haproxy" && LINED.has(path[1] ?? "") && path[3] === "servers";

const LINED = new Set(["listeners", "backends"]);

const shared = (path: Path): Path => [...path.slice(0, -2), "server"];

const stray = (at: Problem["at"]): Problem =>
  problem(
    "schema/value",
    at,
    `${at.path}: null removes an inherited value, and there is none here`,
    "remove it, or set a value; a host without settings of its own is written {}",
  );
