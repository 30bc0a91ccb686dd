import { slots } from "./capacity.js";
import type { AppServer, Fleet, Storm } from "./fleet.js";
import type { ServiceGroup } from "./service-groups.js";
import { serviceGroups } from "./service-groups.js";
import { comesThrough } from "./storm-share.js";

/** The app servers of one role that listeners with slots send to, taken together. */
export interface Tier {
  /** The group of those with the most slots. */
  readonly largest: ServiceGroup;
  readonly hosts: number;
  readonly slots: number;
}

export const tierGroups = (fleet: Fleet, role: AppServer["role"]): readonly ServiceGroup[] =>
  serviceGroups(fleet).filter((group) => group.role === role && group.claims.length > 0);

/** Those of them that requests of a storm are sent to. */
export const stormGroups = (fleet: Fleet, storm: Storm, role: AppServer["role"]): readonly ServiceGroup[] =>
  tierGroups(fleet, role).filter(({ claims }) => claims.some((claim) => comesThrough(storm, claim)));

/** Undefined where no listener with slots of the service, or of any, sends to an app server of that role. */
export const tier = (fleet: Fleet, role: AppServer["role"], name?: string): Tier | undefined =>
  tierOfGroups(tierGroups(fleet, role).filter(({ service }) => name === undefined || service.name === name));

/** Undefined where a storm comes to no app server of that role. */
export const stormedTier = (fleet: Fleet, storm: Storm, role: AppServer["role"]): Tier | undefined =>
  tierOfGroups(stormGroups(fleet, storm, role));

const tierOfGroups = (groups: readonly ServiceGroup[]): Tier | undefined => {
  const [first, ...rest] = groups;
  if (first === undefined) return undefined;
  return {
    largest: rest.reduce((most, other) => (slots(other.service) > slots(most.service) ? other : most), first),
    hosts: groups.reduce((sum, { hosts }) => sum + hosts.length, 0),
    slots: groups.reduce((sum, { hosts, service }) => sum + hosts.length * slots(service), 0),
  };
};
