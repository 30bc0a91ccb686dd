import { worstStorm } from "../../fleet/capacity.js";
import { connectionRoom } from "../../fleet/connections.js";
import type { Fleet } from "../../fleet/fleet.js";
import type { PlacedListener } from "../../fleet/listeners.js";
import { everySlotListener } from "../../fleet/listeners.js";
import { acceptQueue } from "../../fleet/listens.js";
import { showPercent } from "../../text/units.js";
import { originOf } from "../../yaml/node.js";
import type { Verdict } from "../define.js";
import { defineRule, fault, lack, pass } from "../define.js";

export const queueRoom = defineRule({
  slug: "capacity/queue-room",
  severity: "error",
  title: "A proxy takes every connection of the largest storm, those that only wait in its queue included.",
  why: "A request that waits for a slot holds its connection, and counts against maxconn of the listener and of the process. Past it HAProxy accepts nothing: connections of every listener wait in the kernel, unseen, and once that queue is full too, their SYNs are dropped and tried again after 1 s, 3 s, 7 s.",
  how: "Requests of the largest storm x the proxy's share, were they all to come at once, compared with maxconn of the listener or of the process, whichever is less. What is left over is compared with the accept queue (backlog, cut by net.core.somaxconn): a warning where it fits there, an error where it does not.",
  fix: "Raise maxconn, with open files and memory for it; then the queue is HAProxy's, with its timeout and its statistics.",
  source: [
    "HAProxy configuration manual 4.2 maxconn",
    "test/daemons/facts/frontend-maxconn-over-global.test.ts",
    "listen(2), tcp(7)",
  ],
  run: (fleet) => everySlotListener(fleet).map((placed) => judge(fleet, placed)),
});

const judge = (fleet: Fleet, placed: PlacedListener): Verdict => {
  const { listener, haproxy, hosts } = placed;
  const storm = worstStorm(fleet);
  const common = { subject: listener.name, hosts };
  const at = originOf(haproxy.node, "global", "maxconn");
  if (storm === undefined) return lack({ ...common, at, needs: "a storm under storms" });
  const known = placed.proxies.flatMap((proxy) => {
    const room = connectionRoom({ haproxy, listener, proxy });
    const requests = Math.round(storm.requests * proxy.traffic);
    const queue = acceptQueue({ haproxy, listener, proxy });
    return room === undefined ? [] : [{ proxy, room, requests, queue, over: requests - room.value }];
  });
  const [first, ...rest] = known;
  if (first === undefined) return lack({ ...common, at, needs: "maxconn of the global section" });
  const worst = rest.reduce((most, other) => (other.over > most.over ? other : most), first);
  const { proxy, room, requests, queue, over } = worst;
  if (over <= 0) return pass;
  const dropped = over - queue - 1;
  return fault({
    ...common,
    hosts: known.filter((one) => one.over > 0).map((one) => one.proxy.name),
    severity: dropped > 0 ? "error" : "warning",
    at: room.origin,
    message: `${storm.name} brings ${requests} connections to ${proxy.name} at once; ${listener.name} takes ${room.value}`,
    why: `${storm.requests} requests x ${showPercent(proxy.traffic)} = ${requests} > ${room.because}; ${over} wait in the kernel's queue of ${queue}${dropped > 0 ? `, and ${dropped} of them outside it` : ""}`,
    fix: `maxconn ${requests} fits, with open files and memory for it`,
    figures: { requests, room: room.value, accept_queue: queue, over },
  });
};
