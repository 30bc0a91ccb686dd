import { Alike } from "./alike.js";
import type { AppServer, Fleet, ServerLine } from "./fleet.js";
import type { PlacedListener } from "./listeners.js";
import { everySlotListener } from "./listeners.js";
import { memo } from "./memo.js";

/** What one kind of proxy may send to one app server through one listener. */
export interface Claim extends PlacedListener {
  readonly line: ServerLine;
}

/** App servers that are alike in all that capacity depends on; a fleet of 100,000 has a handful of groups. */
export interface HostGroup {
  readonly sample: AppServer;
  readonly hosts: readonly string[];
  readonly claims: readonly Claim[];
}

export const hostGroups = memo((fleet: Fleet): readonly HostGroup[] => {
  const alike = new Alike();
  const kinds = new Map<AppServer, number>();
  for (const server of fleet.appServers) kinds.set(server, kindOf(server, alike));
  const listeners = everySlotListener(fleet);
  for (const { listener } of listeners) {
    for (const { server, role, settings } of listener.lines) {
      const known = kinds.get(server);
      // A line may lead to an address that no host of the fleet has.
      if (known === undefined) continue;
      const kind = alike.andThis(known, listener);
      kinds.set(server, alike.and(role === server.role ? kind : alike.and(kind, role), settings));
    }
  }
  const groups = new Map<number, { sample: AppServer; hosts: string[]; claims: Claim[] }>();
  for (const [server, kind] of kinds) {
    const group = groups.get(kind);
    if (group) group.hosts.push(server.name);
    else groups.set(kind, { sample: server, hosts: [server.name], claims: [] });
  }
  const bySample = new Map([...groups.values()].map((group) => [group.sample, group]));
  for (const placed of listeners) {
    for (const line of placed.listener.lines) bySample.get(line.server)?.claims.push({ ...placed, line });
  }
  return [...groups.values()];
});

/** App servers of one kind are alike in themselves, whatever is sent to them. */
const kindOf = (server: AppServer, alike: Alike): number => {
  const { role, memory, baseMemory, reserveMemory, services, parts } = server;
  const own = [role, memory, baseMemory, reserveMemory];
  const running = [services.length, ...services.flatMap(({ name, sections }) => [name, sections])];
  const settings = Object.values(parts).map((part) => part.settings);
  return [...own, ...running, ...settings].reduce<number>((kind, part) => alike.and(kind, part), 0);
};
