import type { Fleet, Storm } from "../../fleet/fleet.js";
import type { Idle } from "../../fleet/runtime.js";
import { takesSlots } from "../../fleet/service.js";
import { splitListeners } from "../../fleet/storm-share.js";
import { defaultIn } from "../../haproxy/defaults.js";

/** What a simulation leaves out of a fleet, in sentences for people. */
export const leftOut = (fleet: Fleet, storm: Storm): readonly string[] => [
  ...address(fleet, storm),
  ...otherListeners(fleet),
  ...elsewhere(fleet),
  ...idleConnections(fleet),
];

/** Lines to servers that nothing is known of. */
const elsewhere = ({ proxies }: Fleet): readonly string[] => {
  const names = new Set(
    proxies.flatMap(({ haproxy }) =>
      haproxy.listeners
        .filter(takesSlots)
        .flatMap(({ lines }) => lines.filter((line) => line.elsewhere).map(({ server }) => server.name)),
    ),
  );
  return names.size === 0
    ? []
    : [
        `${[...names].join(", ")}, of which only the address is known: what they would serve goes to the others`,
      ];
};

const address = (fleet: Fleet, { name, to }: Storm): readonly string[] => {
  const names = splitListeners(fleet);
  return to !== undefined || names.length === 0
    ? []
    : [`which of ${names.join(", ")} the requests of ${name} come to: without to they are split evenly`];
};

const otherListeners = ({ proxies, appServers }: Fleet): readonly string[] => {
  const others = proxies
    .filter((proxy) => proxy.traffic > 0)
    .flatMap((proxy) => proxy.haproxy.listeners.filter((listener) => !takesSlots(listener)));
  const names = [...new Set(others.map(({ name }) => name))];
  if (names.length === 0) return [];
  const services = [...new Set(appServers.flatMap(({ services }) => services.map(({ name }) => name)))];
  return [
    `requests of ${names.join(", ")}, which use no slots of ${services.join(" or ")}, and their connections, which count against the proxies' maxconn`,
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
  const held = appServers.flatMap((server) =>
    server.services.flatMap(({ runtime }) => runtime.stages(server)).flatMap(({ idle }) => idle ?? []),
  );
  if (!keeps || held.length === 0) return [];
  const all = (key: keyof Idle): string => [...new Set(held.map((idle) => idle[key]))].join(" or ");
  return [
    `the idle connections that HAProxy keeps to ${all("server")}, as many as were in use lately: each holds a ${all("holds")}, which counts where load comes back within ${all("timeout")}`,
  ];
};
