import type { ApacheSection } from "../../apache/schema.js";
import type { Apache } from "../../apache/workers.js";
import type { Fleet } from "../../fleet/fleet.js";
import { partOf } from "../../fleet/host.js";
import type { ServiceGroup } from "../../fleet/service-groups.js";
import { serviceGroups } from "../../fleet/service-groups.js";
import type { Candidate, Settings } from "../../moves/candidate.js";
import { onServers } from "../../moves/candidate.js";

export const apacheOf = partOf<ApacheSection>("apache");

/** Whether requests pass Apache on their way to the slots. */
export const passesApache = ({ sample, service }: Pick<ServiceGroup, "sample" | "service">): boolean =>
  service.runtime.stages(sample).some(({ pool }) => pool === "apache");

export interface ApacheGroup extends ServiceGroup {
  readonly apache: Apache;
}

/** App servers that are alike, with the Apache in front of their slots. */
export const apacheGroups = (fleet: Fleet): readonly ApacheGroup[] =>
  serviceGroups(fleet)
    .filter(passesApache)
    .map((group) => ({ ...group, apache: apacheOf(group.sample) }));

/** Settings of the Apache of a group. */
export const inApache = (group: ApacheGroup, settings: Settings): Candidate =>
  onServers(group, { apache: settings });
