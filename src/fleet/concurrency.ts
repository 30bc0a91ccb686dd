import { demand, slots } from "./capacity.js";
import { least } from "./extremes.js";
import type { ServiceGroup } from "./service-groups.js";

/** Requests that may be at the slots of one app server at once: as many as the proxies send, and the stages before the last let through. */
export const atSlots = (group: ServiceGroup): number => {
  const asked = demand(group);
  const most = least(
    group.service.runtime
      .stages(group.sample)
      .slice(0, -1)
      .map(({ size }) => size.value),
  );
  return Math.min(asked.requests === null ? most : asked.requests + asked.checks, most);
};

/** Of those, the ones that have a slot; each of them asks once at a time for what is behind it. */
export const served = (group: ServiceGroup): number => Math.min(atSlots(group), slots(group.service));

/** Of those, the ones that wait for a slot. */
export const waitingForSlot = (group: ServiceGroup): number =>
  Math.max(atSlots(group) - slots(group.service), 0);
