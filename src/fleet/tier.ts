import { slots } from "./capacity.js";
import type { AppServer, Fleet } from "./fleet.js";
import type { ServiceGroup } from "./service-groups.js";
import { serviceGroups } from "./service-groups.js";

/** The app servers of one role that listeners with slots send to, taken together. */
export interface Tier {
  /** The group of those with the most slots. */
  readonly largest: ServiceGroup;
  readonly hosts: number;
  readonly slots: number;
}

export const tierGroups = (fleet: Fleet, role: AppServer["role"]): readonly ServiceGroup[] =>
  serviceGroups(fleet).filter(({ sample, claims }) => sample.role === role && claims.length > 0);

/** Undefined where no listener with slots sends to an app server of that role. */
export const tier = (fleet: Fleet, role: AppServer["role"]): Tier | undefined => {
  const groups = tierGroups(fleet, role);
  const [first, ...rest] = groups;
  if (first === undefined) return undefined;
  return {
    largest: rest.reduce((most, other) => (slots(other.service) > slots(most.service) ? other : most), first),
    hosts: groups.reduce((sum, { hosts }) => sum + hosts.length, 0),
    slots: groups.reduce((sum, { hosts, service }) => sum + hosts.length * slots(service), 0),
  };
};
