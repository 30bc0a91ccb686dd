import type { Fleet } from "../../fleet/fleet.js";
import { takesSlots } from "../../fleet/service.js";
import { workerPool } from "../../fleet/workers.js";
import { defaultIn } from "../../haproxy/dialect.js";

/** What a simulation leaves out of a fleet, in sentences for people: what it says is said without it. */
export const leftOut = (fleet: Fleet): readonly string[] => [
  ...otherListeners(fleet),
  ...idleConnections(fleet),
];

const otherListeners = ({ proxies, appServers }: Fleet): readonly string[] => {
  const others = proxies
    .filter((proxy) => proxy.traffic > 0)
    .flatMap((proxy) => proxy.haproxy.listeners.filter((listener) => !takesSlots(listener)));
  const names = [...new Set(others.map(({ name }) => name))];
  if (names.length === 0) return [];
  const services = [...new Set(appServers.flatMap(({ service }) => service?.name ?? []))];
  return [
    `the requests of ${names.join(", ")}, which take no slots of ${services.join(" or ")}, and the connections that they have of the proxies' maxconn`,
  ];
};

/**
 * http-reuse safe, the default since 2.0, gives each client's first request a connection of its own, and keeps as many
 * idle as were in use lately and are no longer (test/daemons/facts/idle-connections.test.ts). While a storm grows or
 * stays there are few; with event they hold no worker.
 */
const idleConnections = ({ proxies, appServers }: Fleet): readonly string[] => {
  const keeps = proxies.some(({ haproxy: { version, listeners } }) =>
    listeners
      .filter(takesSlots)
      .some(
        ({ settings: { option } }) =>
          defaultIn(version, "reuse") && option.httpclose !== true && option["http-server-close"] !== true,
      ),
  );
  const held = [
    ...new Set(appServers.filter(({ service }) => service).map(({ apache }) => workerPool(apache).mpm)),
  ];
  const blocked = held.filter((mpm) => mpm !== "event");
  if (!keeps || blocked.length === 0) return [];
  return [
    `the idle connections that HAProxy keeps to Apache, as many as were in use lately: each holds a worker of ${blocked.join(" and ")}, which counts where load comes back within KeepAliveTimeout`,
  ];
};
