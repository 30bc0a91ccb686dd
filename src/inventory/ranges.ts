import { expandHosts, isHost, MAX_HOSTS } from "../text/hosts.js";
import { showCount } from "../text/units.js";
import type { MapNode, Node } from "../yaml/node.js";
import { mapLike, mergeNodes } from "../yaml/node.js";
import type { Problem } from "../yaml/problem.js";
import { problem } from "../yaml/problem.js";

/** The maps of an inventory whose keys are hosts. `*` stands for every key at its level. */
const HOST_MAPS: readonly (readonly string[])[] = [
  ["proxies"],
  ["app_servers"],
  ["backups"],
  ["haproxy", "listeners", "*", "servers"],
  ["haproxy", "backends", "*", "servers"],
  ["proxies", "*", "haproxy", "listeners", "*", "servers"],
  ["proxies", "*", "haproxy", "backends", "*", "servers"],
];

export interface Ranged {
  readonly root: MapNode;
  readonly problems: readonly Problem[];
}

/** Hosts that ranges may still stand for: files that extend one another share it. */
export interface HostRoom {
  left: number;
}

export const hostRoom = (): HostRoom => ({ left: MAX_HOSTS });

/** Writes every host range of one file out, host by host; a later entry refines the hosts it shares with an earlier one. */
export const expandRanges = (root: MapNode, room = hostRoom()): Ranged => {
  const problems: Problem[] = [];
  const expanded = HOST_MAPS.reduce((tree, path) => expandAt(tree, path, problems, room), root);
  return { root: expanded, problems };
};

const expandAt = (node: MapNode, path: readonly string[], problems: Problem[], room: HostRoom): MapNode => {
  const [segment, ...rest] = path;
  if (segment === undefined) return expandMap(node, problems, room);
  const keys = segment === "*" ? [...node.entries.keys()] : [segment];
  let entries: Map<string, Node> | undefined;
  for (const key of keys) {
    const child = node.entries.get(key);
    if (child?.kind !== "map") continue;
    const expanded = expandAt(child, rest, problems, room);
    if (expanded === child) continue;
    entries ??= new Map(node.entries);
    entries.set(key, expanded);
  }
  return entries ? mapLike(node, entries) : node;
};

const expandMap = (node: MapNode, problems: Problem[], room: HostRoom): MapNode => {
  // Most files write no range in most maps, and a map of 100,000 hosts need not be made anew.
  if ([...node.entries.keys()].every(isHost)) return node;
  const entries = new Map<string, Node>();
  const ranges = new Ranges();
  for (const [name, value] of node.entries) {
    const expanded = expandHosts(name, room.left);
    if (!expanded.ok) {
      const fix =
        room.left === MAX_HOSTS
          ? "write hosts as app1, app[1-4] or app[01-04,7]"
          : `write hosts as app1, app[1-4] or app[01-04,7]; all ranges together mean at most ${showCount(MAX_HOSTS)} hosts`;
      problems.push(problem("schema/host-range", value.origin, expanded.reason, fix));
      continue;
    }
    if (expanded.hosts.length > 1) room.left -= expanded.hosts.length;
    const clash = ranges.add(name, value, expanded.hosts);
    if (clash) {
      const message = `${name} and ${clash.name} (line ${clash.at.origin.line}) both name ${clash.host}, and neither contains the other`;
      const fix = "name every host in one range only; a range or a name inside an earlier range refines it";
      problems.push(problem("schema/host-range", value.origin, message, fix));
    }
    for (const host of expanded.hosts) {
      const before = entries.get(host);
      entries.set(host, before ? mergeNodes(before, value) : value);
    }
  }
  return mapLike(node, entries);
};

interface HostRange {
  readonly name: string;
  readonly at: Node;
  readonly index: number;
}

/** The ranges of one map so far, and which of them name a host. */
class Ranges {
  private count = 0;
  /** Hosts that stand in the same ranges share one list. */
  private readonly naming = new Map<string, readonly HostRange[]>();

  /**
   * Adds a range, which a single host is not. Gives the earliest of those before it that shares hosts with it, and the
   * first of them, unless it lies wholly inside that one.
   */
  add(name: string, at: Node, hosts: readonly string[]): (HostRange & { readonly host: string }) | undefined {
    if (hosts.length === 1) return undefined;
    const range = { name, at, index: this.count++ };
    const met = new Map<readonly HostRange[], { host: string; hosts: number; list: readonly HostRange[] }>();
    for (const host of hosts) {
      const before = this.naming.get(host) ?? NONE;
      const alike = met.get(before) ?? { host, hosts: 0, list: [...before, range] };
      if (alike.hosts++ === 0) met.set(before, alike);
      this.naming.set(host, alike.list);
    }
    const shared = new Map<HostRange, { readonly host: string; hosts: number }>();
    for (const [before, { host, hosts }] of met) {
      for (const other of before) {
        const known = shared.get(other);
        if (known) known.hosts += hosts;
        else shared.set(other, { host, hosts });
      }
    }
    const [first] = [...shared]
      .filter(([, { hosts: count }]) => count < hosts.length)
      .sort(([a], [b]) => a.index - b.index);
    return first && { ...first[0], host: first[1].host };
  }
}

const NONE: readonly HostRange[] = [];
