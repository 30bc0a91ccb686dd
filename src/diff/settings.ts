import { requestQueueSize } from "../fleet/backlog.js";
import type { Effective } from "../fleet/effective.js";
import type {
  Apache,
  AppServer,
  Haproxy,
  Kernel,
  Listener,
  Proxy,
  ServerLine,
  Service,
} from "../fleet/fleet.js";
import { maxChildren } from "../fleet/memory.js";
import { queueTimeout } from "../fleet/timeouts.js";
import { formatDuration, showBytes, showPercent } from "../text/units.js";
import type { MapNode } from "../yaml/node.js";
import { originOf } from "../yaml/node.js";
import type { Origin } from "../yaml/place.js";

/** One setting of a part of a fleet, as a person reads it. */
export interface Setting {
  /** As the target's manual names it: `maxconn`, `timeout connect`, `option allbackups`. */
  readonly name: string;
  readonly shown: string;
  /** Where the effective value comes from, if not set under its own name; else "set". */
  readonly because: string;
  readonly at: Origin;
}

const DURATIONS = new Set([
  "inter",
  "fastinter",
  "downinter",
  "slowstart",
  "hard-stop-after",
  "Timeout",
  "KeepAliveTimeout",
]);

/** `memory`, `base_memory`, `memory_per_child`; not vm.overcommit_memory, which is a mode. */
const isMemory = (name: string): boolean => /^(?:\w+_)?memory(?:_\w+)?$/.test(name);

const show = (name: string, value: unknown): string => {
  if (typeof value === "boolean") return value ? "on" : "off";
  if (Array.isArray(value)) return value.map(String).join("; ");
  if (typeof value !== "number") return String(value);
  if (name === "traffic") return showPercent(value);
  if (isMemory(name)) return showBytes(value);
  return /timeout/.test(name) || DURATIONS.has(name) ? formatDuration(value) : String(value);
};

/** Settings that arithmetic uses and nothing is rendered from. */
export const isFigure = (name: string): boolean => name === "slots" || isMemory(name);

/** Every key of a section that is set. `prefix` comes before its name: `timeout `, `option `. */
const settingsOf = (section: object, node: MapNode, path: readonly string[] = [], prefix = ""): Setting[] =>
  Object.entries(section)
    .filter(([, value]) => value !== undefined && (typeof value !== "object" || Array.isArray(value)))
    .map(([key, value]) => ({
      name: prefix + key,
      shown: show(prefix + key, value),
      because: "set",
      at: originOf(node, ...path, key),
    }));

const effective = (name: string, { value, because, origin }: Effective<number | null>): Setting => ({
  name,
  shown: value === null ? "none" : show(name, value),
  because,
  at: origin,
});

export const globalSettings = ({ global, node }: Haproxy): readonly Setting[] =>
  settingsOf(global, node, ["global"]);

/** The effective settings of a listener, the defaults section included. */
export const listenerSettings = (listener: Listener): readonly Setting[] => {
  const { settings, node } = listener;
  const { timeout, option, server: _server, servers: _servers, hosts: _hosts, ...own } = settings;
  const { queue: _queue, ...timeouts } = timeout;
  return [
    ...settingsOf(own, node),
    ...settingsOf(timeouts, node, ["timeout"], "timeout "),
    effective("timeout queue", queueTimeout(listener)),
    ...settingsOf(option, node, ["option"], "option "),
  ];
};

export const lineSettings = ({ server, settings, node }: ServerLine): readonly Setting[] => [
  { name: "role", shown: server.role, because: "set", at: server.node.origin },
  { name: "address", shown: server.address, because: "set", at: originOf(server.node, "address") },
  ...settingsOf(settings, node),
];

/** The daemon process group and the site that leads to it. */
export const wsgiSettings = ({ wsgi, site, node }: Service): readonly Setting[] => [
  ...settingsOf(wsgi, node, ["wsgi"]),
  ...settingsOf(site ?? {}, node, ["site"]),
  ...settingsOf(site?.alias ?? {}, node, ["site", "alias"], "alias "),
];

export const mirrorlistServerSettings = (service: Service): readonly Setting[] => {
  const { server, node } = service;
  if (server === undefined) return [];
  const { request_queue_size: _size, request_queue_size_set_on: _on, max_children: _most, ...rest } = server;
  return [
    ...settingsOf(rest, node, ["server"]),
    effective("request_queue_size", requestQueueSize(service)),
    effective("max_children", maxChildren(service)),
  ];
};

export const apacheSettings = ({ settings, node }: Apache): readonly Setting[] => settingsOf(settings, node);

export const kernelSettings = ({ settings, node }: Kernel): readonly Setting[] => settingsOf(settings, node);

/** Figures of a host that nothing is rendered from; arithmetic uses them. */
export const hostFigures = (host: Proxy | AppServer): readonly Setting[] => {
  const figures =
    "traffic" in host
      ? { traffic: host.traffic, memory: host.memory, nofile: host.nofile }
      : { memory: host.memory, base_memory: host.baseMemory, reserve_memory: host.reserveMemory };
  return settingsOf(figures, host.node);
};
