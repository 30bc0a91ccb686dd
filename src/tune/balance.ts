import { algorithmInForce, balance, balanceHeader } from "../fleet/balance.js";
import { failover } from "../fleet/failover.js";
import type { Fleet } from "../fleet/fleet.js";
import type { PlacedListener } from "../fleet/listeners.js";
import { everyListener, mode } from "../fleet/listeners.js";
import { hasHeader } from "../fleet/request-headers.js";
import type { Move } from "../moves/move.js";
import { spreadOnListeners } from "./listeners.js";

/** How requests are spread, once it is known where they queue. */
export const moveBalance = (fleet: Fleet): readonly Move[] =>
  spreadOnListeners(fleet, everyListener(fleet), ["balance"], dueOf);

const dueOf = (placed: PlacedListener): { readonly value: string; readonly because: string } | undefined => {
  const header = headerThatNothingSets(placed);
  const instead = header === undefined ? placed : under("roundrobin", placed);
  const found = failover(instead);
  if (found !== undefined && found.queueMeansFull !== "never") {
    const beside = found.backups === 1 ? "an idle backup" : `${found.backups} idle backups`;
    const queue = `with ${algorithmInForce(instead)}, a queue left when the active servers go down keeps new requests from ${beside}; leastconn looks at the servers`;
    return {
      value: "leastconn",
      because:
        header === undefined
          ? queue
          : `nothing here sets the header ${header}, so requests go round robin anyway; ${queue}`,
    };
  }
  return header === undefined
    ? undefined
    : {
        value: "roundrobin",
        because: `nothing here sets the header ${header}, so round robin is effective: set it`,
      };
};

const headerThatNothingSets = (placed: PlacedListener): string | undefined => {
  const { listener } = placed;
  const header = balanceHeader(balance(placed).value);
  const reads = mode(listener) === "http" && listener.lines.length > 1;
  return header !== undefined && reads && !hasHeader(placed, header) ? header : undefined;
};

const under = (algorithm: string, placed: PlacedListener): PlacedListener => {
  const { listener } = placed;
  return { ...placed, listener: { ...listener, settings: { ...listener.settings, balance: algorithm } } };
};
