import type { Fleet, Service } from "../../fleet/fleet.js";
import type { ServiceGroup } from "../../fleet/service-groups.js";
import { serviceGroups } from "../../fleet/service-groups.js";
import type { ReadService } from "../../fleet/targets.js";
import { serviceSection } from "../../fleet/targets.js";
import type { MirrorlistServerSection } from "./schema.js";

export const SERVER = "server";

/** A service whose slots ask a mirrorlist_server. */
export interface Served extends ReadService {
  readonly server: MirrorlistServerSection;
}

/** Whether its slots ask one. */
export const hasServer = ({ sections }: ReadService): boolean => sections[SERVER] !== undefined;

const sectionOf = serviceSection<MirrorlistServerSection>(SERVER);

/** Undefined where its slots ask none. */
export const servedOf = <S extends ReadService>(service: S): (S & Served) | undefined => {
  const server = sectionOf(service);
  return server === undefined ? undefined : { ...service, server };
};

/** Of one whose slots do. */
export const servedFrom = (service: ReadService): Served => {
  const found = servedOf(service);
  if (found === undefined) throw new TypeError(`the slots of ${service.name} ask no mirrorlist_server`);
  return found;
};

export interface ServerGroup extends ServiceGroup {
  readonly service: Service & Served;
}

/** App servers that are alike, with the mirrorlist_server that each runs. */
export const serverGroups = (fleet: Fleet): readonly ServerGroup[] =>
  serviceGroups(fleet).flatMap((group) => {
    const service = servedOf(group.service);
    return service === undefined ? [] : [{ ...group, service }];
  });
