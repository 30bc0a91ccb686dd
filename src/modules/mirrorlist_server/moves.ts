import { slots } from "../../fleet/capacity.js";
import type { Fleet } from "../../fleet/fleet.js";
import type { Move } from "../../moves/move.js";
import type { Due } from "../../tune/on-servers.js";
import { moveOnServers } from "../../tune/on-servers.js";
import { maxChildren, requestQueueSize } from "./limits.js";
import type { ServerGroup } from "./section.js";
import { SERVER, serverGroups } from "./section.js";

export const serverMoves = (fleet: Fleet): readonly Move[] =>
  MOVED.flatMap(([key, due]) =>
    moveOnServers(fleet, serverGroups(fleet), ({ service }) => [service.name, SERVER, key], due),
  );

const children = ({ service }: ServerGroup): Due => {
  const all = slots(service);
  const { value, because } = maxChildren(service);
  if (value >= all) return undefined;
  return {
    value: all,
    because: `one per slot; with ${value} (${because}), ${all - value} of ${all} busy slots wait for mirrorlist_server`,
  };
};

/** socketserver's listen() of all slots at once. */
const queueSize = ({ service, sample }: ServerGroup): Due => {
  const asked = requestQueueSize(service).value;
  const wanted = service.server.request_queue_size ?? 0;
  const most = sample.limits.somaxconn.value;
  const all = slots(service);
  if (asked >= all && asked <= most) return undefined;
  const value = Math.max(Math.min(wanted, most), all);
  if (service.server.request_queue_size === value) return undefined;
  return {
    value,
    because: `each of the ${all} slots opens one connection at a time, and the kernel grants ${Math.max(most, all)} (net.core.somaxconn): ${value} is the effective value, and enough`,
  };
};

const onClass = ({ service: { server } }: ServerGroup): Due =>
  server.request_queue_size_set_on === "instance"
    ? { value: "class", because: "set on the instance it comes after listen(): the effective value is 5" }
    : undefined;

const reap = ({ service: { server } }: ServerGroup): Due =>
  server.reap_children
    ? undefined
    : {
        value: true,
        because: "with SIGCHLD ignored the server never reaps its children, and blocks at max_children",
      };

const MOVED: readonly (readonly [string, (group: ServerGroup) => Due])[] = [
  ["max_children", children],
  ["request_queue_size", queueSize],
  ["request_queue_size_set_on", onClass],
  ["reap_children", reap],
];
