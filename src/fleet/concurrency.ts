import type { Milliseconds } from "../text/units.js";
import { demand, drainTime, slots, stormDemand } from "./capacity.js";
import type { Storm } from "./fleet.js";
import type { HostGroup } from "./host-groups.js";
import type { ServiceGroup } from "./service-groups.js";
import { workers } from "./workers.js";

/** Requests that may be at the slots of one app server at once: as many as the proxies send and Apache has workers for. */
export const atSlots = (group: HostGroup): number => {
  const asked = demand(group);
  const most = workers(group.sample.apache).value;
  return asked.requests === null ? most : Math.min(asked.requests + asked.checks, most);
};

/** Of those, the ones that a daemon process serves; each of them asks mirrorlist_server once at a time. */
export const served = (group: HostGroup): number =>
  group.sample.service === undefined ? 0 : Math.min(atSlots(group), slots(group.sample.service));

/** Of those, the ones that wait for a daemon process. */
export const waitingForSlot = (group: HostGroup): number =>
  group.sample.service === undefined ? 0 : Math.max(atSlots(group) - slots(group.sample.service), 0);

/** Requests and checks at one app server of the group if a storm comes at once: no more than maxconn lets through. */
export const presentIn = (storm: Storm, group: HostGroup): number => {
  const comes = stormDemand(storm, group);
  const { requests, checks } = demand(group);
  return Math.min(comes, requests ?? comes) + checks;
};

/** How long the last of those waits for a slot. */
export const waitAt = (storm: Storm, group: ServiceGroup): Milliseconds => {
  const available = slots(group.service);
  return drainTime(presentIn(storm, group) - available, available, storm.service_time.mean);
};
