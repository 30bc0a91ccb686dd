import type { HostGroup } from "../fleet/host-groups.js";
import type { MapNode, Scalar } from "../yaml/node.js";
import { mapAt, nodeAt } from "../yaml/node.js";
import type { HostPath, Move, MoveValue, Wish } from "./move.js";
import { moveTo, spread } from "./move.js";

/** A value that some hosts are to have; without hosts, one of the inventory itself. */
export interface Change {
  readonly hosts: readonly HostPath[];
  /** The keys that lead to it, as they stand under a host. */
  readonly keys: readonly string[];
  readonly value: MoveValue;
}

/** Values that would fix a finding together. */
export type Candidate = readonly Change[];

/** Settings by their keys, as an inventory has them; null takes one out. */
export interface Settings {
  readonly [key: string]: Scalar | undefined | readonly unknown[] | Settings;
}

interface Hosts {
  readonly hosts: readonly string[];
}

interface Placed extends Hosts {
  readonly listener: { readonly path: readonly string[] };
}

export const inInventory = (settings: Settings): Candidate => changesOf([], settings);

export const onProxies = ({ hosts }: Hosts, settings: Settings): Candidate =>
  changesOf(
    hosts.map((name) => ({ section: "proxies", name })),
    settings,
  );

export const inHaproxy = (group: Hosts, settings: Settings): Candidate =>
  onProxies(group, { haproxy: settings });

export const inListener = (placed: Placed, settings: Settings): Candidate =>
  inHaproxy(placed, along(placed.listener.path, settings));

/** The same in several, of which some may be listed more than once. */
export const inListeners = (all: readonly Placed[], settings: Settings): Candidate =>
  all
    .filter(({ listener }, index) => all.findIndex((other) => other.listener === listener) === index)
    .flatMap((placed) => inListener(placed, settings));

export const onServers = (
  { sample, hosts }: Pick<HostGroup, "sample" | "hosts">,
  settings: Settings,
): Candidate =>
  changesOf(
    hosts.map((name) => ({ section: sample.role === "active" ? "app_servers" : "backups", name })),
    settings,
  );

/** Settings of what the app servers of a group serve with. */
export const inService = (
  group: Pick<HostGroup, "sample" | "hosts"> & { readonly service: { readonly path: readonly string[] } },
  settings: Settings,
): Candidate => onServers(group, along(group.service.path, settings));

/** What leads through several keys, as settings. */
export const along = (keys: readonly string[], value: Settings[string]): Settings =>
  keys.reduceRight<Settings>(
    (inner, key, index) => ({ [key]: index === keys.length - 1 ? value : inner }),
    {},
  );

const changesOf = (hosts: readonly HostPath[], settings: Settings, keys: readonly string[] = []): Candidate =>
  Object.entries(settings).flatMap(([key, value]): Candidate => {
    if (value === undefined) return [];
    return isSettings(value)
      ? changesOf(hosts, value, [...keys, key])
      : [{ hosts, keys: [...keys, key], value }];
  });

const isSettings = (value: NonNullable<Settings[string]> | null): value is Settings =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Sections that the fleet may have, of which hosts may have their own; all else stands under the host alone. */
const OWN: ReadonlySet<string> = new Set([
  "address",
  "base_memory",
  "memory",
  "nofile",
  "reserve_memory",
  "traffic",
]);

/** The moves that a candidate comes to on an inventory, in the fewest words. */
export const movesOf = (root: MapNode, candidate: Candidate): readonly Move[] =>
  [...byKeys(candidate).values()].flatMap((changes) => {
    const [{ keys }] = changes;
    return [...movesTo(root, changes), ...linesOf(root, keys, changes)];
  });

type Changes = readonly [Change, ...Change[]];

const byKeys = (candidate: Candidate): ReadonlyMap<string, Changes> => {
  const groups = new Map<string, Changes>();
  for (const change of candidate) {
    const key = JSON.stringify(change.keys);
    groups.set(key, [...(groups.get(key) ?? ([] as unknown as Changes)), change] as unknown as Changes);
  }
  return groups;
};

const NO_REASON = "";

const movesTo = (root: MapNode, changes: Changes): readonly Move[] => {
  const [{ keys, value, hosts }] = changes;
  if (hosts.length === 0) return moveTo(root, keys, value, NO_REASON);
  const wishes = changes.flatMap(wishesOf);
  if (value === null) return wishes.flatMap(({ place }) => without(root, place, keys));
  if (OWN.has(keys[0] ?? ""))
    return wishes.flatMap(({ place: { section, name }, value: own }) =>
      moveTo(root, [section, name, ...keys], own, NO_REASON),
    );
  return spread(root, keys, wishes);
};

const wishesOf = ({ hosts, value }: Change): readonly Wish[] =>
  hosts.map((place) => ({ place, value: value as Scalar, because: NO_REASON }));

/** Takes a setting out where it stands: at the host, in the fleet's section, and in the defaults that a listener follows. */
const without = (root: MapNode, { section, name }: HostPath, keys: readonly string[]): readonly Move[] => {
  const [head, kind, , ...rest] = keys;
  const places = [
    [section, name, ...keys],
    keys,
    ...(head === "haproxy" && (kind === "listeners" || kind === "backends")
      ? [
          [section, name, "haproxy", "defaults", ...rest],
          ["haproxy", "defaults", ...rest],
        ]
      : []),
  ];
  const [found] = places.filter((path) => nodeAt(root, ...path) !== undefined);
  return found === undefined ? [] : moveTo(root, found, null, NO_REASON);
};

/** Lines of single servers that say something of their own: they take what their listener says. */
const linesOf = (root: MapNode, keys: readonly string[], changes: Changes): readonly Move[] => {
  const end = keys.indexOf("server");
  const key = keys[end + 1];
  if (end < 0 || key === undefined) return [];
  const listener = keys.slice(0, end);
  const hosts = changes.flatMap((change) =>
    change.hosts.map(({ section, name }) => ({ start: [section, name, ...listener], value: change.value })),
  );
  const [first] = changes;
  return [{ start: listener, value: first.value }, ...hosts].flatMap(({ start, value }) =>
    [...mapAt(root, ...start, "servers").entries.keys()].flatMap((server) => {
      const path = [...start, "servers", server, key];
      return nodeAt(root, ...path) === undefined ? [] : moveTo(root, path, value, NO_REASON);
    }),
  );
};
