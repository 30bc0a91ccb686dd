import { slots } from "../../fleet/capacity.js";
import type { Fleet } from "../../fleet/fleet.js";
import type { ServiceGroup } from "../../fleet/service-groups.js";
import { serviceGroups } from "../../fleet/service-groups.js";
import type { Move } from "../../moves/move.js";
import type { Due } from "../../tune/on-servers.js";
import { moveOnServers } from "../../tune/on-servers.js";

export const kernelMoves = (fleet: Fleet): readonly Move[] =>
  moveOnServers(fleet, serviceGroups(fleet), () => ["kernel", "net.core.somaxconn"], backlog);

/** All slots may ask at once for what is behind them. */
const backlog = ({ service, sample }: ServiceGroup): Due => {
  const [asked] = service.behind;
  const all = slots(service);
  if (asked === undefined || sample.limits.somaxconn.value >= all) return undefined;
  const value = 2 ** Math.ceil(Math.log2(all));
  return {
    value,
    because: `${all} slots connect to ${asked.name} at once; the next power of two is ${value}`,
  };
};
