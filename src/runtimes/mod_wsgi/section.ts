import type { ApacheSection } from "../../apache/schema.js";
import type { Fleet, Service } from "../../fleet/fleet.js";
import { partOf } from "../../fleet/host.js";
import type { ServiceGroup } from "../../fleet/service-groups.js";
import { serviceGroups } from "../../fleet/service-groups.js";
import type { ReadService } from "../../fleet/targets.js";
import { serviceSection } from "../../fleet/targets.js";
import type { SiteSection, WsgiSection } from "./schema.js";

export const WSGI = "wsgi";
export const SITE = "site";

/** A service by its daemon process group, and the site that leads to it. */
export interface Wsgi extends ReadService {
  readonly wsgi: WsgiSection;
  readonly site: SiteSection | undefined;
}

const wsgiSectionOf = serviceSection<WsgiSection>(WSGI);
/** Whether it runs under mod_wsgi. */
export const hasWsgi = ({ sections }: ReadService): boolean => sections[WSGI] !== undefined;

const siteSectionOf = serviceSection<SiteSection>(SITE);

/** Undefined where it runs under something else. */
export const wsgiOf = <S extends ReadService>(service: S): (S & Wsgi) | undefined => {
  const wsgi = wsgiSectionOf(service);
  return wsgi === undefined ? undefined : { ...service, wsgi, site: siteSectionOf(service) };
};

/** Of one that does. */
export const wsgiFrom = (service: ReadService): Wsgi => {
  const found = wsgiOf(service);
  if (found === undefined) throw new TypeError(`${service.name} does not run under mod_wsgi`);
  return found;
};

export interface WsgiGroup extends ServiceGroup {
  readonly service: Service & Wsgi;
}

/** App servers that are alike, with the daemon processes that they run. */
export const wsgiGroups = (fleet: Fleet): readonly WsgiGroup[] =>
  serviceGroups(fleet).flatMap((group) => {
    const service = wsgiOf(group.service);
    return service === undefined ? [] : [{ ...group, service }];
  });

/** The Apache that its daemon processes stand behind. */
export const apacheOf = partOf<ApacheSection>("apache");
