import { slots } from "../../fleet/capacity.js";
import type { AppServer, Fleet } from "../../fleet/fleet.js";
import { firstGivesUp } from "../../fleet/service-groups.js";
import { partsAt } from "../../fleet/storm-parts.js";
import type { Move } from "../../moves/move.js";
import { formatDuration, showSeconds } from "../../text/units.js";
import type { Due } from "../../tune/on-servers.js";
import { moveOnServers } from "../../tune/on-servers.js";
import { cutIn, leastRequestTimeout } from "./cut.js";
import { applicationGroup, inMainInterpreter, processGroup, shutdownTimeout } from "./limits.js";
import type { WsgiGroup } from "./section.js";
import { SITE, WSGI, wsgiGroups } from "./section.js";

export const wsgiMoves = (fleet: Fleet): readonly Move[] =>
  [[[WSGI, "request-timeout"], requestTimeout(fleet)] as const, ...MOVED].flatMap(([keys, due]) =>
    moveOnServers(fleet, wsgiGroups(fleet), ({ service }) => [service.name, ...keys], due),
  );

const requestTimeout =
  (fleet: Fleet) =>
  (group: WsgiGroup): Due => {
    const limit = firstGivesUp(group);
    if (limit === undefined) return undefined;
    const { service } = group;
    const least = leastRequestTimeout(partsAt(fleet, group));
    if (least <= limit && partsAt(fleet, group).some((storm) => cutIn(storm, group) !== undefined)) {
      return {
        value: formatDuration(least),
        because: `requests take up to ${showSeconds(least)}, and a shorter one ends those that only take their time`,
      };
    }
    const { threads } = service.wsgi;
    const shutdown = shutdownTimeout(service).value;
    const set = service.wsgi["request-timeout"] || undefined;
    if (set !== undefined && set * threads + shutdown <= limit) return undefined;
    const value = Math.floor((limit - shutdown) / threads / 1000) * 1000;
    if (value <= 0 || value < least) return undefined;
    return {
      value: formatDuration(value),
      because: `${threads === 1 ? "" : "("}timeout server ${showSeconds(limit)} - shutdown-timeout ${showSeconds(shutdown)}${threads === 1 ? "" : `) / ${threads} threads`} = ${showSeconds(value)}: a hung request frees its slot by the time HAProxy counts it as free`,
    };
  };

const ownGroup = ({ service }: WsgiGroup, server: AppServer): Due =>
  service.site !== undefined && processGroup(server, service) !== service.name
    ? {
        value: service.name,
        because: `without it the script runs in Apache's own workers, and the ${slots(service)} slots are not used`,
      }
    : undefined;

const mainInterpreter = ({ service }: WsgiGroup, server: AppServer): Due =>
  (service.site?.urls ?? []).length > 1 &&
  applicationGroup(server, service) === undefined &&
  !inMainInterpreter(server, service)
    ? {
        value: "%{GLOBAL}",
        because: `one interpreter for ${service.site?.urls.length} URLs; a replaced process is back in 0.4 s`,
      }
    : undefined;

const MOVED: readonly (readonly [readonly string[], (group: WsgiGroup, server: AppServer) => Due])[] = [
  [[SITE, "process-group"], ownGroup],
  [[SITE, "application-group"], mainInterpreter],
];
