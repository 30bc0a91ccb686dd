import { expandHosts } from "./hosts.js";
import type { MapNode, Node } from "./node.js";
import { mapLike, mergeNodes } from "./node.js";
import type { Problem } from "./problem.js";
import { problem } from "./problem.js";

/** The maps of an inventory whose keys are hosts. `*` stands for every key at its level. */
const HOST_MAPS: readonly (readonly string[])[] = [
  ["proxies"],
  ["app_servers"],
  ["backups"],
  ["haproxy", "listeners", "*", "servers"],
  ["proxies", "*", "haproxy", "listeners", "*", "servers"],
];

export interface Ranged {
  readonly root: MapNode;
  readonly problems: readonly Problem[];
}

/** Writes every host range of one file out, host by host; a later entry refines the hosts it shares with an earlier one. */
export const expandRanges = (root: MapNode): Ranged => {
  const problems: Problem[] = [];
  const expanded = HOST_MAPS.reduce((tree, path) => expandAt(tree, path, problems), root);
  return { root: expanded, problems };
};

const expandAt = (node: MapNode, path: readonly string[], problems: Problem[]): MapNode => {
  const [segment, ...rest] = path;
  if (segment === undefined) return expandMap(node, problems);
  const keys = segment === "*" ? [...node.entries.keys()] : [segment];
  let entries: Map<string, Node> | undefined;
  for (const key of keys) {
    const child = node.entries.get(key);
    if (child?.kind !== "map") continue;
    const expanded = expandAt(child, rest, problems);
    if (expanded === child) continue;
    entries ??= new Map(node.entries);
    entries.set(key, expanded);
  }
  return entries ? mapLike(node, entries) : node;
};

const expandMap = (node: MapNode, problems: Problem[]): MapNode => {
  const entries = new Map<string, Node>();
  const ranges: Range[] = [];
  for (const [name, value] of node.entries) {
    const expanded = expandHosts(name);
    if (!expanded.ok) {
      problems.push(
        problem(
          "schema/host-range",
          value.origin,
          expanded.reason,
          "write hosts as app1, app[1-4] or app[01-04,7]",
        ),
      );
      continue;
    }
    if (expanded.hosts.length > 1) {
      const clash = ranges
        .map((range) => overlap(range, expanded.hosts))
        .find((found) => found !== undefined);
      if (clash) {
        const message = `${name} and ${clash.range.name} (line ${clash.range.line}) both name ${clash.host}, and neither holds the other`;
        const mend =
          "let every host stand in one range; a range or a name inside an earlier range refines it";
        problems.push(problem("schema/host-range", value.origin, message, mend));
      }
      ranges.push({ name, line: value.origin.line, hosts: new Set(expanded.hosts) });
    }
    for (const host of expanded.hosts) {
      const before = entries.get(host);
      entries.set(host, before ? mergeNodes(before, value) : value);
    }
  }
  return mapLike(node, entries);
};

interface Range {
  readonly name: string;
  readonly line: number;
  readonly hosts: ReadonlySet<string>;
}

/** A host that both ranges name, unless the later one lies wholly inside the earlier. */
const overlap = (range: Range, hosts: readonly string[]): { range: Range; host: string } | undefined => {
  const host = hosts.find((candidate) => range.hosts.has(candidate));
  if (host === undefined || hosts.every((candidate) => range.hosts.has(candidate))) return undefined;
  return { range, host };
};
