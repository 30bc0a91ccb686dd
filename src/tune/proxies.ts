import { worstStorm } from "../fleet/capacity.js";
import { connectionRoom } from "../fleet/connections.js";
import { descriptors } from "../fleet/descriptors.js";
import type { Fleet, Haproxy } from "../fleet/fleet.js";
import { everyFrontend, mode } from "../fleet/listeners.js";
import { proxyGroups } from "../fleet/proxy-groups.js";
import { longestRequest } from "../fleet/reload.js";
import { proxyShare } from "../fleet/storm-share.js";
import { unsetTimeout } from "../fleet/unset-timeout.js";
import { supports } from "../haproxy/dialect.js";
import type { Move, Wish } from "../moves/move.js";
import { spread } from "../moves/move.js";
import type { Milliseconds } from "../text/units.js";
import { formatDuration, showSeconds } from "../text/units.js";
import type { Due } from "./on-servers.js";

const HALF_MINUTE: Milliseconds = 30_000;

/** Settings of the proxies as a whole, once the queues are known. */
export const moveProxies = (fleet: Fleet): readonly Move[] => [
  ...spread(fleet.node, ["haproxy", "global", "maxconn"], wishesFor(fleet, roomFor)),
  ...spread(fleet.node, ["haproxy", "global", "hard-stop-after"], wishesFor(fleet, stopFor)),
  ...spread(fleet.node, ["haproxy", "defaults", "timeout", "http-request"], wishesFor(fleet, requestFor)),
];

const wishesFor = (fleet: Fleet, due: (fleet: Fleet, haproxy: Haproxy) => Due): readonly Wish[] =>
  proxyGroups(fleet).flatMap(({ haproxy, proxies }) => {
    const wish = due(fleet, haproxy);
    return wish === undefined
      ? []
      : proxies.map(({ name }): Wish => ({ place: { section: "proxies", name }, ...wish }));
  });

const stopFor = (_: Fleet, haproxy: Haproxy): Due => {
  const longest = longestRequest(haproxy)?.total;
  const set = haproxy.global["hard-stop-after"];
  if (!supports(haproxy.version, "hard-stop-after") || longest === undefined) return undefined;
  if (set !== undefined && set >= longest) return undefined;
  const value = Math.ceil(longest / HALF_MINUTE) * HALF_MINUTE;
  return {
    value: formatDuration(value),
    because: `after a reload a request may still queue and be served for ${showSeconds(longest)}; ${showSeconds(value)}, rounded up to half a minute, ends the old process`,
  };
};

const requestFor = (fleet: Fleet, haproxy: Haproxy): Due => {
  const group = proxyGroups(fleet).find((other) => other.haproxy === haproxy);
  const http = haproxy.frontends.filter((listener) => mode(listener) === "http");
  if (group === undefined || unsetTimeout(group, "http-request", http) === undefined) return undefined;
  return {
    value: "10s",
    because:
      "timeout client restarts with every byte; 10 s for the whole request leave room for lost packets",
  };
};

const roomFor = (fleet: Fleet, haproxy: Haproxy): Due => {
  const storm = worstStorm(fleet);
  if (storm === undefined) return undefined;
  const short = everyFrontend(fleet)
    .filter((placed) => placed.haproxy === haproxy && placed.frontend.settings.maxconn === undefined)
    .flatMap((placed) =>
      placed.proxies.flatMap((proxy) => {
        const requests = Math.round(storm.requests * proxyShare(storm, proxy));
        const room = connectionRoom({ ...placed, proxy });
        const files = proxy.nofile ?? Number.POSITIVE_INFINITY;
        // Beyond the open files limit the process does not start: then that limit is what is missing.
        const fits = descriptors(haproxy, requests).total <= files;
        return room !== undefined && room.value < requests && fits ? [{ requests, proxy }] : [];
      }),
    );
  const [first, ...rest] = short;
  if (first === undefined) return undefined;
  const most = rest.reduce((a, b) => (b.requests > a.requests ? b : a), first);
  return {
    value: most.requests,
    because: `${storm.name} opens ${most.requests} connections to ${most.proxy.name} at once; queued requests hold theirs`,
  };
};
