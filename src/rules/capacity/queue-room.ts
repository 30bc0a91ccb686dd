import { processesPerProxy } from "../../fleet/capacity.js";
import type { ConnectionRoom, OnProxy } from "../../fleet/connections.js";
import { connectionRoom } from "../../fleet/connections.js";
import type { Fleet, Frontend, Listener, Proxy, Storm } from "../../fleet/fleet.js";
import type { PlacedFrontend } from "../../fleet/listeners.js";
import { everyFrontend, frontendsTo } from "../../fleet/listeners.js";
import { acceptQueue } from "../../fleet/listens.js";
import { takesSlots } from "../../fleet/service.js";
import { frontendShare, proxyShare } from "../../fleet/storm-share.js";
import { inHaproxy, inListener } from "../../moves/candidate.js";
import { evenFlow } from "../../storm/even-flow.js";
import type { Flow } from "../../storm/flow.js";
import type { StormForecast } from "../../storm/storms.js";
import { inItsTime, stormForecasts } from "../../storm/storms.js";
import type { Share } from "../../text/units.js";
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
  run: (fleet) =>
    everyFrontend(fleet)
      .filter(leadsToSlots)
      .map((placed) => judge(fleet, placed)),
});

const leadsToSlots = ({ frontend }: PlacedFrontend): boolean => frontend.leadsTo.some(takesSlots);

const judge = (fleet: Fleet, placed: PlacedFrontend): RuleResult => {
  const { frontend, haproxy, hosts } = placed;
  const common = { subject: frontend.name, hosts };
  const at = originOf(haproxy.node, "global", "maxconn");
  if (fleet.storms.length === 0) return lack({ ...common, at, needs: "a storm under storms" });
  const known = fleet.storms.flatMap((storm) =>
    placed.proxies.flatMap((proxy) => comesTo(fleet, storm, { ...placed, proxy })),
  );
  const [first, ...rest] = known;
  if (first === undefined)
    return placed.proxies.some((proxy) => connectionRoom({ haproxy, frontend, proxy }) === undefined)
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
        : inListener(
            { listener: frontend, hosts },
            { maxconn: Math.ceil(requests / processesPerProxy(placed)) },
          ),
    ],
    fix: `maxconn ${requests} fits, with open files and memory for it`,
    figures: { requests, room: room.value, accept_queue: queue, over },
  });
};

interface Coming {
  readonly storm: Storm;
  readonly proxy: Proxy;
  readonly room: ConnectionRoom;
  readonly whose: string;
  readonly share: Share;
  readonly requests: number;
  readonly queue: number;
  readonly over: number;
}

/** What of a storm is at one frontend of a proxy at once, and its room for that. */
const comesTo = (fleet: Fleet, storm: Storm, { frontend, haproxy, proxy }: OnProxy): readonly Coming[] => {
  const room = connectionRoom({ haproxy, frontend, proxy });
  // What a process takes at once it takes for all its frontends: that is said of the first of them.
  const isOne = room?.of === "process";
  const own = frontendShare(storm, proxy, frontend);
  if (room === undefined || own === 0 || (isOne && firstOf(storm, proxy) !== frontend)) return [];
  const counted = isOne
    ? haproxy.frontends.filter((other) => frontendShare(storm, proxy, other) > 0)
    : [frontend];
  const partOf = (listener: Listener): number =>
    counted.filter(({ leadsTo }) => leadsTo.includes(listener)).length /
    frontendsTo(haproxy, listener).length;
  const parts = stormForecasts(fleet).filter((part) => part.storm.name === storm.name);
  const presentIn = (flowOf: (part: StormForecast) => Flow): number =>
    parts.reduce((sum, part) => {
      const { fronts } = flowOf(part);
      return part.fronts.reduce(
        (all, { placed, proxies }, at) =>
          placed.haproxy === haproxy && proxies.includes(proxy)
            ? all + (fronts[at]?.present ?? 0) * partOf(placed.listener)
            : all,
        sum,
      );
    }, 0) * processesPerProxy({ haproxy });
  const share = isOne ? proxyShare(storm, proxy) : own;
  const all = Math.round(storm.requests * share);
  const atMost = Math.min(Math.round(presentIn(({ forecast }) => forecast.typical)), all);
  const requests =
    atMost <= room.value ? atMost : Math.min(Math.round(presentIn(({ tier }) => evenFlow(tier))), all);
  const queue = acceptQueue({ haproxy, frontend, proxy });
  const whose = counted.length > 1 ? "it" : frontend.name;
  return [{ storm, proxy, room, whose, share, requests, queue, over: requests - room.value }];
};

const firstOf = (storm: Storm, proxy: Proxy): Frontend | undefined =>
  proxy.haproxy.frontends.find((frontend) => frontendShare(storm, proxy, frontend) > 0);
