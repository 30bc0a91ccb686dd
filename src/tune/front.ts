import { balance, hashes } from "../fleet/balance.js";
import { worstStorm } from "../fleet/capacity.js";
import type { Fleet } from "../fleet/fleet.js";
import type { PlacedListener } from "../fleet/listeners.js";
import { abortsOnClose, everyListener, everySlotListener, mode } from "../fleet/listeners.js";
import { sharedGroups, workersTaken } from "../fleet/neighbours.js";
import { A_FEW_SECONDS, queues } from "../fleet/queue.js";
import { backupLines, lineMaxconn } from "../fleet/server-lines.js";
import { LONG_CONNECT, queueTimeout, retries } from "../fleet/timeouts.js";
import type { Move } from "../moves/move.js";
import { counted } from "../text/counted.js";
import type { Milliseconds } from "../text/units.js";
import { formatDuration, showSeconds } from "../text/units.js";
import { spreadOnListeners } from "./listeners.js";

/** Who is asked once the active ones are down, and when a queued request is dropped. */
export const moveOptions = (fleet: Fleet): readonly Move[] => {
  const own = everySlotListener(fleet);
  const severalBackups = own.filter(
    ({ listener }) => backupLines(listener).length > 1 && listener.settings.option.allbackups !== true,
  );
  const longQueue = own.filter((placed) => {
    const { value } = queueTimeout(placed.listener);
    return (
      queues(placed) &&
      mode(placed.listener) === "http" &&
      !abortsOnClose(placed) &&
      (value ?? A_FEW_SECONDS + 1) > A_FEW_SECONDS
    );
  });
  const slowConnect = own.filter(
    ({ listener }) => (listener.settings.timeout.connect ?? 0) > LONG_CONNECT && queues({ listener }),
  );
  return [
    ...spreadOnListeners(fleet, severalBackups, ["option", "allbackups"], ({ listener }) => ({
      value: true,
      because: `once the active servers are down, all ${counted(backupLines(listener).length, "backup")} serve, not just the first`,
    })),
    ...spreadOnListeners(fleet, longQueue, ["option", "abortonclose"], ({ listener }) => ({
      value: true,
      because: `the queue holds a request for up to ${showSeconds(queueTimeout(listener).value ?? 0)}; once its client has gone it should take no slot`,
    })),
    ...spreadOnListeners(fleet, slowConnect, ["timeout", "connect"], ({ listener }) => ({
      value: "5s",
      because: `a server on the same network answers in milliseconds; 5 s tolerates two lost SYNs (1 s + 2 s), ${showSeconds(listener.settings.timeout.connect ?? 0)} in ${counted(retries(listener) + 1, "attempt")} hides a dead server`,
    })),
  ];
};

/** Where a hash or leastconn makes requests queue for one server: no more than it serves in time. */
export const moveMaxqueue = (fleet: Fleet): readonly Move[] => {
  const mean = worstStorm(fleet)?.service_time.mean;
  if (mean === undefined) return [];
  const pinned = everySlotListener(fleet).filter(
    (placed) => hashes(balance(placed).value) && depthOf(placed, mean) !== undefined,
  );
  return spreadOnListeners(fleet, pinned, ["server", "maxqueue"], (placed) => {
    const depth = depthOf(placed, mean);
    return {
      value: depth?.places ?? 0,
      because: `${depth?.sum}: requests further back can only end in 503`,
    };
  });
};

/** HAProxy counts them in 31 bits. */
const MAX_MAXQUEUE = 2 ** 31 - 1;

const depthOf = ({ listener }: PlacedListener, mean: Milliseconds) => {
  const [line] = listener.lines;
  const maxconn = line === undefined ? null : lineMaxconn({ line });
  const { value: queue } = queueTimeout(listener);
  if (maxconn === null || !queue) return undefined;
  const places = Math.min(Math.floor((maxconn * queue) / mean), MAX_MAXQUEUE);
  return places < 1
    ? undefined
    : {
        places,
        sum: `maxconn ${maxconn} x timeout queue ${showSeconds(queue)} / ${showSeconds(mean)} = ${places}`,
      };
};

/** The other listeners of the same Apaches: what the slots leave of the workers. */
export const moveNeighbours = (fleet: Fleet): readonly Move[] => {
  const fits = new Map<string, { readonly value: number; readonly because: string }>();
  for (const group of sharedGroups(fleet)) {
    const [pool] = group.service.runtime.stages(group.sample);
    if (pool === undefined) continue;
    const { forSlots, byOthers, checks, senders } = workersTaken(group);
    if (byOthers !== null && forSlots + byOthers + checks <= pool.size.value) continue;
    const left = pool.size.value - forSlots - checks;
    const value = Math.floor(left / senders);
    const because = `of ${pool.size.value} ${pool.workers} the slots need ${forSlots} and the other listeners' health checks ${checks}: ${left} left for ${senders} senders, ${value} each`;
    for (const { listener } of group.neighbours) {
      const known = fits.get(listener.name);
      if (value > 0 && (known === undefined || value < known.value))
        fits.set(listener.name, { value, because });
    }
  }
  const others = everyListener(fleet).filter(({ listener }) => fits.has(listener.name));
  const withoutQueue = others.filter(({ listener }) => listener.settings.timeout.queue === undefined);
  return [
    ...spreadOnListeners(fleet, others, ["server", "maxconn"], ({ listener }) => ({
      value: fits.get(listener.name)?.value ?? null,
      because: fits.get(listener.name)?.because ?? "",
    })),
    ...spreadOnListeners(fleet, withoutQueue, ["timeout", "queue"], ({ listener }) => ({
      value: formatDuration(A_FEW_SECONDS),
      because: `requests beyond maxconn now queue; people wait ${showSeconds(A_FEW_SECONDS)}, and the default, timeout connect, ends the wait after ${showSeconds(queueTimeout(listener).value ?? 0)}`,
    })),
  ];
};
