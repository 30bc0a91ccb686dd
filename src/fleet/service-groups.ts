import type { Milliseconds } from "../text/units.js";
import { least } from "./extremes.js";
import type { AppServer, Fleet, Service } from "./fleet.js";
import type { HostGroup } from "./host-groups.js";
import { hostGroups } from "./host-groups.js";
import { memo } from "./memo.js";
import type { Instance } from "./subject.js";

/** App servers that are alike, with one of the services that they run, and what is sent to it. */
export interface ServiceGroup extends HostGroup {
  readonly service: Service;
  /** Active where some line sends to them as such; where none sends to them at all, the hosts'. */
  readonly role: AppServer["role"];
  /** What findings on them are about: the first of them. */
  readonly subject: Instance;
}

export const serviceGroups = memo((fleet: Fleet): readonly ServiceGroup[] =>
  hostGroups(fleet).flatMap((group) => {
    const { services, name } = group.sample;
    return services.map((service) => {
      const claims = group.claims.filter(({ line }) => line.service === service);
      const role = claims.some(({ line }) => line.role === "active")
        ? "active"
        : (claims[0]?.line.role ?? group.sample.role);
      return { ...group, claims, service, role, subject: { service: service.name, host: name } };
    });
  }),
);

/** When the first proxy gives up on an unanswered request: the shortest timeout server of the listeners. */
export const firstGivesUp = ({ claims }: HostGroup): Milliseconds | undefined => {
  const limits = claims.flatMap(({ listener }) => listener.settings.timeout.server || []);
  return limits.length === 0 ? undefined : least(limits);
};
