import { lineMaxconn } from "../fleet/server-lines.js";
import type { ServiceGroup } from "../fleet/service-groups.js";

/** `processes 49 with maxconn 22`: so many times the units of an app server, and what proxies send to it. */
export const timesAsMany = ({ service, claims }: ServiceGroup, times: number): string => {
  const { setting, count } = service.runtime.units;
  const maxconn = claims.reduce((least, claim) => Math.min(least, lineMaxconn(claim) ?? Infinity), Infinity);
  const bounded = maxconn === Infinity ? "" : ` with maxconn ${Math.ceil(maxconn * times)}`;
  return `${setting} ${Math.ceil(count * times)}${bounded}`;
};
