import { demand, slots } from "./capacity.js";
import type { HostGroup } from "./host-groups.js";
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
