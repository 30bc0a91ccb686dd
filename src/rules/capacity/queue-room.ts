import { processesPerProxy } from "../../fleet/capacity.js";
import { connectionRoom } from "../../fleet/connections.js";
import type { Fleet, Listener, Proxy, Storm } from "../../fleet/fleet.js";
import type { PlacedListener } from "../../fleet/listeners.js";
import { everySlotListener } from "../../fleet/listeners.js";
import { acceptQueue } from "../../fleet/listens.js";
import { proxyShare, stormShare } from "../../fleet/storm-share.js";
import { inHaproxy, inListener } from "../../moves/candidate.js";
import { evenFlow } from "../../storm/even-flow.js";
import type { Flow } from "../../storm/flow.js";
import { inItsTime, stormForecasts } from "../../storm/storms.js";
import { showPercent } from "../../text/units.js";
import { originOf } from "../../yaml/node.js";
import type { RuleResult } from "../define.js";
import { defineRule, fault, lack, pass } from "../define.js";

export const queueRoom = defineRule({
  slug: "capacity/queue-room",
  severity: "error",
  title: "A proxy accepts every connection of the largest storm, queued ones included.",
  why: "A request that waits for a slot holds its connection, and counts against maxconn of the listener and of the process. Beyond that HAProxy accepts nothing: connections of every listener wait in the kernel, invisible to it, and once that queue is full too, SYNs are dropped and retried after 1 s, 3 s, 7 s.",
  how: "Each storm's requests as they come, over its time: the most that are in the proxy at once, queued or at the servers, compared with maxconn of the listener or of the process, whichever is lower. The excess is compared with the accept queue (backlog, capped by net.core.somaxconn): a warning if it fits there, an error if not.",
  fix: "Raise maxconn, with open files and memory for it: then requests queue in HAProxy, with its timeout and statistics.",
  source: [
    "HAProxy configuration manual 4.2 maxconn",
    "test/daemons/facts/frontend-maxconn-over-global.test.ts",
    "listen(2), tcp(7)",
  ],
  run: (fleet) => everySlotListener(fleet).map((placed) => judge(fleet, placed)),
});

const judge = (fleet: Fleet, placed: PlacedListener): RuleResult => {
  const { listener, haproxy, hosts } = placed;
  const common = { subject: listener.name, hosts };
  const at = originOf(haproxy.node, "global", "maxconn");
  if (fleet.storms.length === 0) return lack({ ...common, at, needs: "a storm under storms" });
  const known = stormForecasts(fleet).flatMap(({ storm, tier, fronts, forecast }) =>
    fronts.flatMap((front) => {
      if (front.placed.listener !== listener || front.placed.haproxy !== haproxy) return [];
      return front.proxies.flatMap((proxy) => {
        const room = connectionRoom({ haproxy, listener, proxy });
        // What a process takes at once it takes for all its listeners: that is said of the first of them.
        const isOne = room?.of === "process";
        if (isOne && firstOf(storm, proxy) !== listener) return [];
        const counted = isOne ? fronts.filter(({ proxies }) => proxies.includes(proxy)) : [front];
        const presentIn = ({ fronts: flows }: Flow): number =>
          Math.round(
            counted.reduce((sum, one) => sum + (flows[fronts.indexOf(one)]?.present ?? 0), 0) *
              processesPerProxy(placed),
          );
        const whose = counted.length > 1 ? "it" : listener.name;
        const share = isOne ? proxyShare(storm, proxy) : stormShare(storm, proxy, listener);
        const all = Math.round(storm.requests * share);
        const atMost = Math.min(presentIn(forecast.typical), all);
        const requests =
          room === undefined || atMost <= room.value ? atMost : Math.min(presentIn(evenFlow(tier)), all);
        const queue = acceptQueue({ haproxy, listener, proxy });
        return room === undefined
          ? []
          : [{ storm, proxy, room, whose, share, requests, queue, over: requests - room.value }];
      });
    }),
  );
  const [first, ...rest] = known;
  if (first === undefined)
    return placed.proxies.some((proxy) => connectionRoom({ haproxy, listener, proxy }) === undefined)
      ? lack({ ...common, at, needs: "maxconn of the global section" })
      : pass;
  const worst = rest.reduce((most, other) => (other.over > most.over ? other : most), first);
  const { storm, proxy, room, whose, share, requests, queue, over } = worst;
  if (over <= 0) return pass;
  const dropped = over - queue - 1;
  return fault({
    ...common,
    hosts: [...new Set(known.filter((one) => one.over > 0).map((one) => one.proxy.name))],
    severity: dropped > 0 ? "error" : "warning",
    at: room.origin,
    message: `${storm.name} sends up to ${requests} connections to ${proxy.name} at once; ${whose} takes ${room.value}`,
    why: `${storm.requests} requests x ${showPercent(share)} ${inItsTime(storm)}: ${requests} at once > ${room.because}; ${over} wait in the kernel's queue of ${queue}${dropped > 0 ? `, which has no room for ${dropped} of them` : ""}`,
    candidates: [
      room.of === "process"
        ? inHaproxy(placed, { global: { maxconn: Math.ceil(requests / processesPerProxy(placed)) } })
        : inListener(placed, { maxconn: Math.ceil(requests / processesPerProxy(placed)) }),
    ],
    fix: `maxconn ${requests} fits, with open files and memory for it`,
    figures: { requests, room: room.value, accept_queue: queue, over },
  });
};

const firstOf = (storm: Storm, proxy: Proxy): Listener | undefined =>
  proxy.haproxy.listeners.find((listener) => stormShare(storm, proxy, listener) > 0);
