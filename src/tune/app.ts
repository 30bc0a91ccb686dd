import { listenBacklog, requestQueueSize, somaxconn } from "../fleet/backlog.js";
import { demand, slots } from "../fleet/capacity.js";
import type { AppServer, Fleet, Service } from "../fleet/fleet.js";
import { maxChildren } from "../fleet/memory.js";
import type { ServiceGroup } from "../fleet/service-groups.js";
import { firstGivesUp, serviceGroups } from "../fleet/service-groups.js";
import { PREFORK_SERVERS, THREADED, workers } from "../fleet/workers.js";
import { applicationGroup, inMainInterpreter, processGroup, shutdownTimeout } from "../fleet/wsgi.js";
import { formatDuration, showSeconds } from "../text/units.js";
import type { Scalar } from "../yaml/node.js";
import type { Move, Wish } from "./move.js";
import { spread } from "./move.js";
import { placeOf } from "./slots.js";

type Due = { readonly value: Scalar; readonly because: string } | undefined;
type Rule = (server: AppServer, service: Service, group: ServiceGroup) => Due;

/** Settings of the app servers, by their keys. */
export const moveApp = (fleet: Fleet): readonly Move[] =>
  RULES.flatMap(([keys, rule]) => {
    const wishes = serviceGroups(fleet).flatMap((group) => {
      const members = fleet.appServers.filter(({ name }) => group.hosts.includes(name));
      return members.flatMap((server): Wish[] => {
        const due = server.service && rule(server, server.service, group);
        return due === undefined ? [] : [{ place: placeOf(server), ...due }];
      });
    });
    return spread(fleet.node, keys, wishes);
  });

/** socketserver's listen() of all slots at once. */
const queueSize: Rule = ({ kernel }, service) => {
  if (service.server === undefined) return undefined;
  const asked = requestQueueSize(service).value;
  const wanted = service.server.request_queue_size ?? 0;
  const most = somaxconn(kernel).value;
  const all = slots(service);
  if (asked >= all && asked <= most) return undefined;
  const value = Math.max(Math.min(wanted, most), all);
  if (service.server.request_queue_size === value) return undefined;
  return {
    value,
    because: `each of the ${all} slots opens one connection at a time, and the kernel grants ${Math.max(most, all)} (net.core.somaxconn): ${value} is the effective value, and enough`,
  };
};

const backlog: Rule = ({ kernel }, service) => {
  const most = somaxconn(kernel).value;
  const all = slots(service);
  if (service.server === undefined || most >= all) return undefined;
  const value = 2 ** Math.ceil(Math.log2(all));
  return {
    value,
    because: `${all} slots connect to mirrorlist_server at once; the next power of two is ${value}`,
  };
};

const children: Rule = (_, service) => {
  const all = slots(service);
  const { value, because } = maxChildren(service);
  if (service.server === undefined || value >= all) return undefined;
  return {
    value: all,
    because: `one per slot; with ${value} (${because}), ${all - value} of ${all} busy slots wait for mirrorlist_server`,
  };
};

const onClass: Rule = (_, { server }) =>
  server?.request_queue_size_set_on === "instance"
    ? { value: "class", because: "set on the instance it comes after listen(): the effective value is 5" }
    : undefined;

const reap: Rule = (_, { server }) =>
  server?.reap_children === false
    ? {
        value: true,
        because: "with SIGCHLD ignored the server never reaps its children, and blocks at max_children",
      }
    : undefined;

const requestTimeout: Rule = (_, service, group) => {
  const limit = firstGivesUp(group);
  if (limit === undefined) return undefined;
  const { threads } = service.wsgi;
  const shutdown = shutdownTimeout(service).value;
  const set = service.wsgi["request-timeout"] || undefined;
  if (set !== undefined && set * threads + shutdown <= limit) return undefined;
  const value = Math.floor((limit - shutdown) / threads / 1000) * 1000;
  if (value <= 0) return undefined;
  return {
    value: formatDuration(value),
    because: `${threads === 1 ? "" : "("}timeout server ${showSeconds(limit)} - shutdown-timeout ${showSeconds(shutdown)}${threads === 1 ? "" : `) / ${threads} threads`} = ${showSeconds(value)}: a hung request frees its slot by the time HAProxy counts it as free`,
  };
};

const ownGroup: Rule = (server, service) =>
  service.site !== undefined && processGroup(server, service) !== service.name
    ? {
        value: service.name,
        because: `without it the script runs in Apache's own workers, and the ${slots(service)} slots are not used`,
      }
    : undefined;

const mainInterpreter: Rule = (server, service) =>
  (service.site?.urls ?? []).length > 1 &&
  applicationGroup(server, service) === undefined &&
  !inMainInterpreter(server, service)
    ? {
        value: "%{GLOBAL}",
        because: `one interpreter for ${service.site?.urls.length} URLs; a replaced process is back in 0.4 s`,
      }
    : undefined;

const mpm: Rule = ({ apache }) =>
  apache.settings.mpm === undefined && apache.settings.MaxRequestWorkers === undefined
    ? {
        value: "event",
        because:
          "Apache 2.4's default: idle connections hold no worker. Load it, or name the MPM that is loaded",
      }
    : undefined;

const { servers, threads } = THREADED;

/** The most that the slots and the checks of their listeners need; the other listeners share the rest. */
const needed = (service: Service, group: ServiceGroup): number => {
  const asked = demand(group);
  return Math.max(slots(service), (asked.requests ?? 0) + asked.checks);
};

const requestWorkers: Rule = ({ apache }, service, group) => {
  const { MaxRequestWorkers, mpm: named } = apache.settings;
  const least = needed(service, group);
  if (MaxRequestWorkers !== undefined && workers(apache).value >= least) return undefined;
  if (MaxRequestWorkers === undefined && named === "prefork" && workers(apache).value >= least)
    return undefined;
  if (named === "prefork")
    return { value: least, because: `${least} requests and checks may come for the slots` };
  const value = Math.max(servers * threads, Math.ceil((least * 1.5) / threads) * threads);
  return {
    value,
    because: `${value / threads} processes x ${threads} threads; ${least} of them for the slots and their checks`,
  };
};

const serverLimit: Rule = (server, service, group) => {
  const { mpm: named, ServerLimit } = server.apache.settings;
  const least = needed(service, group);
  const processes = named === "prefork" ? least : Math.ceil(Math.max((least * 1.5) / threads, servers));
  const byDefault = named === "prefork" ? PREFORK_SERVERS : servers;
  if ((ServerLimit ?? byDefault) >= processes) return undefined;
  return { value: processes, because: `${processes} processes are needed for MaxRequestWorkers` };
};

/** The kernel silently caps Apache's own 511. */
const apacheBacklog: Rule = ({ apache, kernel }) => {
  const most = somaxconn(kernel).value;
  const asked = listenBacklog(apache).value;
  if (asked <= most) return undefined;
  return {
    value: most,
    because: `the kernel caps ${asked} at net.core.somaxconn ${most}: set the effective value`,
  };
};

const RULES: readonly (readonly [readonly string[], Rule])[] = [
  [["mirrorlist", "wsgi", "request-timeout"], requestTimeout],
  [["mirrorlist", "site", "process-group"], ownGroup],
  [["mirrorlist", "site", "application-group"], mainInterpreter],
  [["mirrorlist", "server", "max_children"], children],
  [["mirrorlist", "server", "request_queue_size"], queueSize],
  [["mirrorlist", "server", "request_queue_size_set_on"], onClass],
  [["mirrorlist", "server", "reap_children"], reap],
  [["apache", "mpm"], mpm],
  [["apache", "ServerLimit"], serverLimit],
  [["apache", "MaxRequestWorkers"], requestWorkers],
  [["apache", "ListenBackLog"], apacheBacklog],
  [["kernel", "net.core.somaxconn"], backlog],
];
