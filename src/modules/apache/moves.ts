import { listenBacklog, PREFORK_SERVERS, THREADED, workers } from "../../apache/workers.js";
import { checksTaking, demand, slots } from "../../fleet/capacity.js";
import type { Fleet } from "../../fleet/fleet.js";
import type { Move } from "../../moves/move.js";
import type { Due } from "../../tune/on-servers.js";
import { moveOnServers } from "../../tune/on-servers.js";
import type { ApacheGroup } from "./section.js";
import { apacheGroups } from "./section.js";

export const apacheMoves = (fleet: Fleet): readonly Move[] =>
  MOVED.flatMap(([key, due]) => moveOnServers(fleet, apacheGroups(fleet), () => ["apache", key], due));

const mpm = ({ apache }: ApacheGroup): Due =>
  apache.settings.mpm === undefined && apache.settings.MaxRequestWorkers === undefined
    ? {
        value: "event",
        because:
          "Apache 2.4's default: idle connections hold no worker. Load it, or name the MPM that is loaded",
      }
    : undefined;

const { servers, threads } = THREADED;

/** The most that the slots and the checks of their listeners need; the other listeners share the rest. */
const needed = (group: ApacheGroup): number => {
  const asked = demand(group);
  return Math.max(slots(group.service), (asked.requests ?? 0) + checksTaking(group.claims, "worker"));
};

const requestWorkers = (group: ApacheGroup): Due => {
  const { apache } = group;
  const { MaxRequestWorkers, mpm: named } = apache.settings;
  const least = needed(group);
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

const serverLimit = (group: ApacheGroup): Due => {
  const { mpm: named, ServerLimit } = group.apache.settings;
  const least = needed(group);
  const processes = named === "prefork" ? least : Math.ceil(Math.max((least * 1.5) / threads, servers));
  const byDefault = named === "prefork" ? PREFORK_SERVERS : servers;
  if ((ServerLimit ?? byDefault) >= processes) return undefined;
  return { value: processes, because: `${processes} processes are needed for MaxRequestWorkers` };
};

/** The kernel silently caps Apache's own 511. */
const backlog = ({ apache, sample }: ApacheGroup): Due => {
  const most = sample.limits.somaxconn.value;
  const asked = listenBacklog(apache).value;
  if (asked <= most) return undefined;
  return {
    value: most,
    because: `the kernel caps ${asked} at net.core.somaxconn ${most}: set the effective value`,
  };
};

const MOVED: readonly (readonly [string, (group: ApacheGroup) => Due])[] = [
  ["mpm", mpm],
  ["ServerLimit", serverLimit],
  ["MaxRequestWorkers", requestWorkers],
  ["ListenBackLog", backlog],
];
