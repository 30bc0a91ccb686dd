import type { AppServer, Fleet } from "../fleet/fleet.js";
import type { ServiceGroup } from "../fleet/service-groups.js";
import type { Move, Wish } from "../moves/move.js";
import { spread } from "../moves/move.js";
import type { Scalar } from "../yaml/node.js";
import { hostPathOf } from "./slots.js";

/** What a setting should be, and why; undefined where it may stay. */
export type Due = { readonly value: Scalar; readonly because: string } | undefined;

/** Moves of one setting of the app servers of some groups, by the keys that lead to it. */
export const moveOnServers = <Group extends ServiceGroup>(
  fleet: Fleet,
  groups: readonly Group[],
  keysOf: (group: Group) => readonly string[],
  dueOf: (group: Group, server: AppServer) => Due,
): readonly Move[] => {
  const wishes = new Map<string, { readonly keys: readonly string[]; readonly wishes: Wish[] }>();
  for (const group of groups) {
    const keys = keysOf(group);
    const known = wishes.get(keys.join("\0")) ?? { keys, wishes: [] };
    wishes.set(keys.join("\0"), known);
    const hosts = new Set(group.hosts);
    for (const server of fleet.appServers.filter(({ name }) => hosts.has(name))) {
      const due = dueOf(group, server);
      if (due !== undefined) known.wishes.push({ place: hostPathOf(server), ...due });
    }
  }
  return [...wishes.values()].flatMap(({ keys, wishes: wanted }) => spread(fleet.node, keys, wanted));
};

/** Settings of the app servers that a target may move, by itself. */
export interface Tunable {
  moves?(fleet: Fleet): readonly Move[];
}
